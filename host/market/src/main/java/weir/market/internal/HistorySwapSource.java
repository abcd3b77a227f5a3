package weir.market.internal;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.RecentEvents;
import weir.history.RecentEvents.Snapshot;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;
import weir.market.SwapSource;
import weir.strategy.Market.InitializedTick;
import weir.strategy.PoolFacts;
import weir.strategy.Price;
import weir.strategy.Swap;

/**
 * Returns the stored events of pools, followed by the recent ones that are not stored yet. A call reads the committed history; the swaps
 * of a running import become visible together when it ends. Keeps no swaps. Thread-safe.
 */
@Component(service = SwapSource.class, configurationPid = "weir.market")
public final class HistorySwapSource implements SwapSource {

    /** The first read covers this many times the blocks that contain {@code limit} swaps on average. */
    private static final double FIRST_READ_FACTOR = 1.5;

    /** If a read finds too few swaps, the next one covers this many times more blocks. */
    private static final int NEXT_READ_FACTOR = 4;

    private final SwapHistory history;
    private final Function<PoolKey, Optional<PoolMetadata>> metadata;
    private final PoolStates states;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile RecentEvents recentEvents;

    /** The configuration. */
    public @interface Config {
        /** Directory with the metadata of pools; empty if there is none. */
        String pools_folder() default "";
    }

    @Activate
    public HistorySwapSource(@Reference SwapHistory history, Config config) {
        this(
                history,
                config.pools_folder().isEmpty()
                        ? pool -> Optional.empty()
                        : new PoolMetadataStore(Path.of(config.pools_folder()))::find);
    }

    /** A source of stored events only. */
    public HistorySwapSource(SwapHistory history, Function<PoolKey, Optional<PoolMetadata>> metadata) {
        this.history = history;
        this.metadata = metadata;
        this.states = new PoolStates(history);
    }

    /** A source of stored events and of recent ones. */
    HistorySwapSource(
            SwapHistory history, Function<PoolKey, Optional<PoolMetadata>> metadata, RecentEvents recentEvents) {
        this(history, metadata);
        this.recentEvents = recentEvents;
    }

    /** @throws weir.history.HistoryException if the history is damaged */
    @Override
    public List<Swap> swaps(long chainId, String pairAddress, long fromBlock, long toBlock, int limit) {
        PoolKey pool = new PoolKey(chainId, pairAddress);
        // The snapshot before the store: the store then contains at least all blocks below the snapshot.
        Optional<Snapshot> recent = recent(pool);
        List<Swap> newest = recent.map(snapshot -> recentSwaps(snapshot, fromBlock, toBlock, limit))
                .orElse(List.of());
        long lastStored = recent.map(snapshot -> snapshot.blocks().first() - 1).orElse(Long.MAX_VALUE);
        Optional<PoolInfo> info = newest.size() == limit ? Optional.empty() : history.pool(pool);
        if (info.isEmpty()) {
            return newest;
        }
        List<Swap> all = new ArrayList<>(
                newestSwaps(info.get(), fromBlock, Math.min(toBlock, lastStored), limit - newest.size()));
        all.addAll(newest);
        return all;
    }

    @Override
    public Optional<PoolFacts> pool(long chainId, String pairAddress) {
        return metadata.apply(new PoolKey(chainId, pairAddress)).map(HistorySwapSource::facts);
    }

    /** @throws weir.history.HistoryException if the history is damaged */
    @Override
    public Optional<BigInteger> liquidity(long chainId, String pairAddress, long toBlock) {
        PoolKey pool = new PoolKey(chainId, pairAddress);
        return states.liquidity(pool, recent(pool), toBlock);
    }

    /** @throws weir.history.HistoryException if the history is damaged */
    @Override
    public Optional<List<InitializedTick>> initializedTicks(
            long chainId, String pairAddress, long block, int lowestTick, int highestTick) {
        PoolKey pool = new PoolKey(chainId, pairAddress);
        return states.ticks(pool, recent(pool), block).map(replay -> replay.ticks(lowestTick, highestTick));
    }

    private Optional<Snapshot> recent(PoolKey pool) {
        return Optional.ofNullable(recentEvents).flatMap(recent -> recent.recent(pool));
    }

    private static List<Swap> recentSwaps(Snapshot snapshot, long fromBlock, long toBlock, int limit) {
        List<SwapRow> inRange = snapshot.swaps().stream()
                .filter(row -> row.block() >= fromBlock && row.block() <= toBlock)
                .toList();
        return inRange.subList(Math.max(0, inRange.size() - limit), inRange.size()).stream()
                .map(HistorySwapSource::toSwap)
                .toList();
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

    private static PoolFacts facts(PoolMetadata pool) {
        return new PoolFacts(
                token(pool.token0()),
                token(pool.token1()),
                pool.tickSpacing(),
                pool.kind().map(kind -> PoolFacts.Kind.valueOf(kind.name())));
    }

    private static PoolFacts.Token token(PoolMetadata.Token token) {
        return new PoolFacts.Token(token.symbol(), token.decimals());
    }
}
