package weir.backtest.internal;

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
import weir.history.SwapCursor;
import weir.history.SwapHistory;
import weir.history.SwapRow;
import weir.router.SwapSource;
import weir.strategy.Price;
import weir.strategy.Swap;

/**
 * The stored history as a source of the live market view, so that strategies in the host see the swaps that they would see in a
 * backtest. Each call reads what is committed at that moment: an import that runs beside the host is seen from its end on, and
 * never in part. Keeps nothing between calls; thread-safe.
 */
@Component
public final class StoredSwaps implements SwapSource {

    /** Blocks read at first, by how many hold the wanted swaps on average; where swaps are rare, more are read. */
    private static final double SPARE = 1.5;

    private static final int WIDEN = 4;

    private final SwapHistory history;

    /** Made by DS. */
    @Activate
    public StoredSwaps(@Reference SwapHistory history) {
        this.history = history;
    }

    /** @throws weir.history.HistoryException if the history is damaged */
    @Override
    public List<Swap> swaps(long chainId, String pairAddress, long fromBlock, long toBlock, int limit) {
        PoolKey pool = new PoolKey(chainId, pairAddress);
        Optional<PoolInfo> info = history.pool(pool);
        return info.isEmpty() ? List.of() : newest(info.get(), fromBlock, toBlock, limit);
    }

    private List<Swap> newest(PoolInfo info, long fromBlock, long toBlock, int limit) {
        long first = Math.max(fromBlock, info.firstBlock());
        long last = Math.min(toBlock, info.lastBlock());
        if (first > last) {
            return List.of();
        }
        long all = last - first + 1;
        double density = (double) info.rows() / (info.lastBlock() - info.firstBlock() + 1);
        long blocks = (long) Math.min(all, Math.ceil(SPARE * limit / density));
        while (true) {
            Deque<Swap> newest = newest(info.pool(), new BlockRange(last - blocks + 1, last), limit);
            if (newest.size() == limit || blocks == all) {
                return List.copyOf(newest);
            }
            blocks = blocks > all / WIDEN ? all : blocks * WIDEN;
        }
    }

    private Deque<Swap> newest(PoolKey pool, BlockRange blocks, int limit) {
        Deque<Swap> newest = new ArrayDeque<>(limit);
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = history.scan(pool, blocks)) {
            while (cursor.next(batch)) {
                int from = Math.max(0, batch.size() - limit);
                for (int gone = newest.size() + batch.size() - from - limit; gone > 0; gone--) {
                    newest.removeFirst();
                }
                for (int i = from; i < batch.size(); i++) {
                    newest.addLast(swap(batch.row(i)));
                }
            }
        }
        return newest;
    }

    private static Swap swap(SwapRow row) {
        return new Swap(
                row.block(),
                row.logIndex(),
                new Price(row.sqrtPriceX96()),
                row.liquidity(),
                row.amount0(),
                row.amount1());
    }
}
