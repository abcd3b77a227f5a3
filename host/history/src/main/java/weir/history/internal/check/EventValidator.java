package weir.history.internal.check;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Burn;
import weir.history.PoolEvent.Collect;
import weir.history.PoolEvent.CollectFees;
import weir.history.PoolEvent.CollectProtocol;
import weir.history.PoolEvent.Flash;
import weir.history.PoolEvent.Initialize;
import weir.history.PoolEvent.Mint;
import weir.history.PoolEvent.SetFeeProtocol;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.uniswap.v3.TickMath;

/**
 * Validates events other than swaps before they are stored: their order, ticks, amounts and owners. Each rule follows from the code of the
 * pool contract. Stateless.
 */
public final class EventValidator {

    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{40}");
    private static final Pattern HASH = Pattern.compile("0x[0-9a-f]{64}");
    private static final String FETCH_AGAIN = "Fetch the events of this pool again";

    private final PoolKey pool;

    public EventValidator(PoolKey pool) {
        this.pool = pool;
    }

    /**
     * Checks the events of a range of blocks.
     *
     * @param swaps the swaps of the same blocks, which were checked before
     * @throws HistoryException if an event is invalid
     */
    public void check(BlockRange blocks, SwapBatch swaps, List<PoolEvent> events) {
        PoolEvent previous = null;
        int swap = 0;
        for (PoolEvent event : events) {
            checkPlace(blocks, event);
            int order = previous == null ? -1 : compare(previous.block(), previous.logIndex(), event);
            if (order > 0) {
                throw invalid(
                        event,
                        "it comes after block " + previous.block() + " log index " + previous.logIndex(),
                        "Sort the events by block and log index");
            }
            while (swap < swaps.size() && compare(swaps.blocks()[swap], swaps.logIndexes()[swap], event) < 0) {
                swap++;
            }
            boolean isSwap = swap < swaps.size() && compare(swaps.blocks()[swap], swaps.logIndexes()[swap], event) == 0;
            if (order == 0 || isSwap) {
                throw invalid(event, "another event has the same block and log index", "Remove the duplicate");
            }
            checkValues(event);
            previous = event;
        }
    }

    private static int compare(long block, int logIndex, PoolEvent event) {
        return block != event.block()
                ? Long.compare(block, event.block())
                : Integer.compare(logIndex, event.logIndex());
    }

    private void checkPlace(BlockRange blocks, PoolEvent event) {
        long time = event.place().timestamp();
        String hash = event.place().txHash();
        require(blocks.contains(event.block()), event, "the block is outside " + blocks);
        require(event.logIndex() >= 0, event, "the log index is negative");
        require(
                time == SwapRow.UNKNOWN_TIME || UnixTime.isPossible(time),
                event,
                "its time " + time + " is not from 2015 to 2099");
        require(hash == null || HASH.matcher(hash).matches(), event, "its hash is " + hash);
    }

    private void checkValues(PoolEvent event) {
        if (event instanceof Initialize e) {
            boolean isPossible = e.tick() >= TickMath.MIN_TICK
                    && e.tick() < TickMath.MAX_TICK
                    && e.sqrtPriceX96().compareTo(TickMath.getSqrtRatioAtTick(e.tick())) >= 0
                    && e.sqrtPriceX96().compareTo(TickMath.getSqrtRatioAtTick(e.tick() + 1)) < 0;
            require(isPossible, event, "price " + e.sqrtPriceX96() + " and tick " + e.tick() + " do not match");
        } else if (event instanceof Mint e) {
            checkPosition(event, e.owner(), e.tickLower(), e.tickUpper());
            require(e.liquidity().signum() > 0, event, "its liquidity is " + e.liquidity());
            checkAmounts(event, 128, e.liquidity());
            checkAmounts(event, 256, e.amount0(), e.amount1());
        } else if (event instanceof Burn e) {
            checkPosition(event, e.owner(), e.tickLower(), e.tickUpper());
            checkAmounts(event, 128, e.liquidity());
            checkAmounts(event, 256, e.amount0(), e.amount1());
        } else if (event instanceof Collect e) {
            checkPosition(event, e.owner(), e.tickLower(), e.tickUpper());
            checkAmounts(event, 128, e.amount0(), e.amount1());
        } else if (event instanceof Flash e) {
            checkAmounts(event, 256, e.paid0(), e.paid1());
        } else if (event instanceof CollectProtocol e) {
            checkAmounts(event, 128, e.amount0(), e.amount1());
        } else if (event instanceof CollectFees e) {
            checkAmounts(event, 128, e.amount0(), e.amount1());
        } else if (event instanceof SetFeeProtocol e) {
            boolean isPossible = isFeeProtocol(e.feeProtocol0()) && isFeeProtocol(e.feeProtocol1());
            require(isPossible, event, "the shares are " + e.feeProtocol0() + " and " + e.feeProtocol1());
        }
    }

    private void checkPosition(PoolEvent event, String owner, int lower, int upper) {
        require(owner == null || ADDRESS.matcher(owner).matches(), event, "its owner is " + owner);
        boolean isRange = lower >= TickMath.MIN_TICK && lower < upper && upper <= TickMath.MAX_TICK;
        require(isRange, event, "ticks " + lower + " to " + upper + " are no range");
    }

    private void checkAmounts(PoolEvent event, int bits, BigInteger... amounts) {
        for (BigInteger amount : amounts) {
            require(
                    amount.signum() >= 0 && amount.bitLength() <= bits,
                    event,
                    "amount " + amount + " is not a uint" + bits);
        }
    }

    /** The contract allows 0 for none, or one part in 4 to 10. */
    private static boolean isFeeProtocol(int share) {
        return share == 0 || share >= 4 && share <= 10;
    }

    private void require(boolean isValid, PoolEvent event, String fault) {
        if (!isValid) {
            throw invalid(event, fault, FETCH_AGAIN);
        }
    }

    private HistoryException invalid(PoolEvent event, String fault, String remedy) {
        String place = "pool " + pool + " block " + event.block() + " log index " + event.logIndex();
        return new HistoryException(
                place, fault, remedy + " (" + event.getClass().getSimpleName() + ")");
    }
}
