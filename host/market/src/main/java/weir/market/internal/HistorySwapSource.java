package weir.market.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.market.SwapSource;
import weir.strategy.Price;
import weir.strategy.Swap;

/**
 * Returns the swaps of the stored history, so that strategies in the host see the same swaps as in a backtest. A call reads the
 * committed history; the swaps of a running import become visible together when it ends. Has no cache. Thread-safe.
 */
@Component
public final class HistorySwapSource implements SwapSource {

    /** The first read covers this many times the blocks that contain {@code limit} swaps on average. */
    private static final double FIRST_READ_FACTOR = 1.5;

    /** If a read finds too few swaps, the next one covers this many times more blocks. */
    private static final int NEXT_READ_FACTOR = 4;

    private final SwapHistory history;

    @Activate
    public HistorySwapSource(@Reference SwapHistory history) {
        this.history = history;
    }

    /** @throws weir.history.HistoryException if the history is damaged */
    @Override
    public List<Swap> swaps(long chainId, String pairAddress, long fromBlock, long toBlock, int limit) {
        Optional<PoolInfo> info = history.pool(new PoolKey(chainId, pairAddress));
        return info.isEmpty() ? List.of() : newestSwaps(info.get(), fromBlock, toBlock, limit);
    }

    private List<Swap> newestSwaps(PoolInfo info, long fromBlock, long toBlock, int limit) {
        long first = Math.max(fromBlock, info.firstBlock());
        long last = Math.min(toBlock, info.lastBlock());
        if (first > last) {
            return List.of();
        }
        long available = last - first + 1;
        double swapsPerBlock = (double) info.rows() / (info.lastBlock() - info.firstBlock() + 1);
        long blockCount = (long) Math.min(available, Math.ceil(FIRST_READ_FACTOR * limit / swapsPerBlock));
        while (true) {
            Deque<Swap> newest = readNewest(info.pool(), new BlockRange(last - blockCount + 1, last), limit);
            if (newest.size() == limit || blockCount == available) {
                return List.copyOf(newest);
            }
            blockCount = blockCount > available / NEXT_READ_FACTOR ? available : blockCount * NEXT_READ_FACTOR;
        }
    }

    private Deque<Swap> readNewest(PoolKey pool, BlockRange blocks, int limit) {
        Deque<Swap> newest = new ArrayDeque<>(limit);
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = history.scan(pool, blocks)) {
            while (cursor.next(batch)) {
                int from = Math.max(0, batch.size() - limit);
                for (int excess = newest.size() + batch.size() - from - limit; excess > 0; excess--) {
                    newest.removeFirst();
                }
                for (int i = from; i < batch.size(); i++) {
                    newest.addLast(toSwap(batch.row(i)));
                }
            }
        }
        return newest;
    }

    private static Swap toSwap(SwapRow row) {
        return new Swap(
                row.block(),
                row.logIndex(),
                new Price(row.sqrtPriceX96()),
                row.liquidity(),
                row.amount0(),
                row.amount1());
    }
}
