package weir.backtest.round;

import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.Price;

/** The newest block of the blockchain during a round. For one thread. */
@ConsumerType
public interface ChainHead {

    /** Whether the round continues. */
    boolean isRoundOpen();

    /** The pool's price at the newest block, for a query. */
    Price price();

    /** The pool's price after the replies, at which new positions are charged. */
    default Price priceAfterReplies() {
        return price();
    }

    /**
     * Waits for the next observation of the chain. Returns the number of its newest block, which may be unchanged or several blocks
     * later.
     */
    long advance();
}
