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
import weir.history.SwapCursor;
import weir.history.SwapHistory;
import weir.history.SwapRow;
import weir.market.SwapSource;
import weir.strategy.Price;
import weir.strategy.Swap;

/**
 * The stored history as a source of the market view, so that strategies in the host see the same swaps as in a backtest. Each
 * call reads what is committed at that moment; an import that runs at the same time becomes visible as a whole when it ends.
 * Caches nothing; thread-safe.
 */
@Component
public final class StoredSwaps implements SwapSource {

    /** The first read covers the blocks that hold the wanted swaps on average, times this. */
    private static final double MARGIN = 1.5;

    /** Each further read, needed where swaps are rarer than on average, covers this many times more blocks. */
    private static final int GROWTH = 4;

    private final SwapHistory history;

    @Activate
    public StoredSwaps(@Reference SwapHistory history) {
        this.history = history;
    }

    /** @throws weir.history.HistoryException if the history is damaged */
    @Override
    public List<Swap> swaps(long chainId, String pairAddress, long fromBlock, long toBlock, int limit) {
        Optional<PoolInfo> info = history.pool(new PoolKey(chainId, pairAddress));
        return info.isEmpty() ? List.of() : newest(info.get(), fromBlock, toBlock, limit);
    }

    private List<Swap> newest(PoolInfo info, long fromBlock, long toBlock, int limit) {
        long first = Math.max(fromBlock, info.firstBlock());
        long last = Math.min(toBlock, info.lastBlock());
        if (first > last) {
            return List.of();
        }
        long available = last - first + 1;
        double swapsPerBlock = (double) info.rows() / (info.lastBlock() - info.firstBlock() + 1);
        long blocks = (long) Math.min(available, Math.ceil(MARGIN * limit / swapsPerBlock));
        while (true) {
            Deque<Swap> newest = newest(info.pool(), new BlockRange(last - blocks + 1, last), limit);
            if (newest.size() == limit || blocks == available) {
                return List.copyOf(newest);
            }
            blocks = blocks > available / GROWTH ? available : blocks * GROWTH;
        }
    }

    private Deque<Swap> newest(PoolKey pool, BlockRange blocks, int limit) {
        Deque<Swap> newest = new ArrayDeque<>(limit);
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = history.scan(pool, blocks)) {
            while (cursor.next(batch)) {
                int from = Math.max(0, batch.size() - limit);
                for (int excess = newest.size() + batch.size() - from - limit; excess > 0; excess--) {
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
