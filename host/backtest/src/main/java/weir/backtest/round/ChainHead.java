package weir.backtest.round;

import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.Price;

/** The head of the chain during a round. For one thread. */
@ConsumerType
public interface ChainHead {

    /** Whether the round has not ended. */
    boolean isRoundOpen();

    /** The pool's price at the head. */
    Price price();

    /** Advances to the next look at the chain; returns its block number, which may be unchanged or have skipped blocks. */
    long advance();
}
