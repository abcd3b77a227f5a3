package weir.backtest.round;

import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.Price;

/** The head of the chain as a round sees it go by; a replay supplies it. Used by one thread. */
@ConsumerType
public interface ChainHead {

    /** Whether the round's deadline is still to come. */
    boolean open();

    /** The pool's price at the head. */
    Price price();

    /** Waits for the next look at the chain and gives the block number then, which may be the same or have skipped some. */
    long advance();
}
