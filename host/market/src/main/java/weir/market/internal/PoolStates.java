package weir.market.internal;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.RecentEvents.Snapshot;
import weir.history.SwapHistory;
import weir.history.SwapHistory.EventCursor;
import weir.history.SwapRow;
import weir.market.PoolReplay;
import weir.market.PoolReplay.ContradictionException;
import weir.strategy.Market.InitializedTick;
import weir.uniswap.v3.TickMath;

/**
 * Liquidity and initialised ticks of pools at any block, from stored and recent events. A value is unknown if the events that determine it
 * are not known, or contradict each other. To read old mints and burns once only, it keeps the state of some pools before their newest
 * queries. Thread-safe.
 */
final class PoolStates {

    /** A state that is older than this at the query's block is unknown: five minutes on Base. */
    static final int MAX_LAG_BLOCKS = 150;

    private static final int MAX_POOLS = 64;
    /** The kept state is this much older than the newest query, for queries that arrive in another order. */
    private static final int CHECKPOINT_LAG_BLOCKS = 1_000;

    private final SwapHistory history;
    private final Map<PoolKey, Checkpoint> checkpoints = new ConcurrentHashMap<>();

    /** The ticks at the end of a block. The replay is not changed any more. */
    private record Checkpoint(PoolReplay replay, long block) {}

    PoolStates(SwapHistory history) {
        this.history = history;
    }

    /** Returns the liquidity in range at the end of a block. */
    Optional<BigInteger> liquidity(PoolKey pool, Optional<Snapshot> recent, long block) {
        return known(pool, recent, block).flatMap(known -> lastSwap(known)
                .map(swap -> swap.liquidity().add(changeAfter(swap, known)))
                // Sources of prices alone have swaps with liquidity 0.
                .filter(liquidity -> liquidity.signum() > 0));
    }

    /** Returns the ticks at the end of a block, as a replay that must not be changed. */
    Optional<PoolReplay> ticks(PoolKey pool, Optional<Snapshot> recent, long block) {
        Optional<Known> known = known(pool, recent, block).filter(Known::hasEvents);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Optional<PoolReplay> ticks = proven(known.get());
        if (ticks.isEmpty() && checkpoints.remove(pool) != null) {
            // The stored events have been replaced since the checkpoint.
            ticks = proven(known.get());
        }
        return ticks;
    }

    /**
     * What is known up to a block.
     *
     * @param block the query's block, or the last known one if that is a little earlier
     * @param storedThrough last block to read from the store; the recent events follow
     * @param swapBlocks stored blocks without a gap up to {@code storedThrough}; empty if all is recent
     * @param eventBlocks the same for events other than swaps
     */
    private record Known(
            PoolKey pool,
            long block,
            long storedThrough,
            Optional<BlockRange> swapBlocks,
            Optional<BlockRange> eventBlocks,
            Optional<Snapshot> recent) {

        boolean hasEvents() {
            return eventBlocks.isPresent();
        }

        /** What was known up to an earlier block, which must be stored. */
        Known until(long earlier) {
            return new Known(pool, earlier, earlier, swapBlocks, eventBlocks, recent);
        }
    }

    private Optional<Known> known(PoolKey pool, Optional<Snapshot> recent, long block) {
        Optional<PoolInfo> info = history.pool(pool);
        long lastKnown =
                recent.map(Snapshot::head).orElse(info.map(PoolInfo::lastBlock).orElse(-1L));
        if (lastKnown < 0 || block - lastKnown > MAX_LAG_BLOCKS) {
            return Optional.empty();
        }
        long last = Math.min(block, lastKnown);
        long storedThrough =
                Math.min(last, recent.map(tail -> tail.blocks().first() - 1).orElse(last));
        Optional<BlockRange> swapBlocks = info.flatMap(found -> upTo(storedThrough, found.covered()));
        boolean isGap = swapBlocks.isEmpty() && storedThrough == last;
        return isGap
                ? Optional.empty()
                : Optional.of(new Known(
                        pool,
                        last,
                        storedThrough,
                        swapBlocks,
                        info.flatMap(found -> upTo(storedThrough, found.eventBlocks())),
                        recent));
    }

    private static Optional<BlockRange> upTo(long block, List<BlockRange> ranges) {
        return ranges.stream()
                .filter(range -> range.contains(block))
                .findFirst()
                .map(range -> new BlockRange(range.first(), block));
    }

    private Optional<SwapRow> lastSwap(Known known) {
        return known.recent()
                .flatMap(recent -> recent.swaps().stream()
                        .filter(swap -> swap.block() <= known.block())
                        .reduce((first, last) -> last))
                .or(() -> known.swapBlocks().flatMap(blocks -> history.last(known.pool(), blocks)));
    }

    /** Sum of the mints minus the burns after a swap that are in range at its tick. */
    private BigInteger changeAfter(SwapRow swap, Known known) {
        BigInteger[] change = {BigInteger.ZERO};
        forEachEvent(known, swap.block(), event -> {
            boolean isAfter = event.block() > swap.block() || event.logIndex() > swap.logIndex();
            if (isAfter
                    && event instanceof PoolEvent.Mint mint
                    && isInRange(swap, mint.tickLower(), mint.tickUpper())) {
                change[0] = change[0].add(mint.liquidity());
            } else if (isAfter
                    && event instanceof PoolEvent.Burn burn
                    && isInRange(swap, burn.tickLower(), burn.tickUpper())) {
                change[0] = change[0].subtract(burn.liquidity());
            }
        });
        return change[0];
    }

    private static boolean isInRange(SwapRow swap, int lower, int upper) {
        return lower <= swap.tick() && swap.tick() < upper;
    }

    /** Passes on the known events from a block on, in chain order, as far as they are stored without a gap. */
    private void forEachEvent(Known known, long fromBlock, Consumer<PoolEvent> action) {
        long from =
                Math.max(fromBlock, known.eventBlocks().map(BlockRange::first).orElse(Long.MAX_VALUE));
        if (from <= known.storedThrough()) {
            try (EventCursor cursor = history.scanEvents(known.pool(), new BlockRange(from, known.storedThrough()))) {
                for (List<PoolEvent> next = cursor.next(); !next.isEmpty(); next = cursor.next()) {
                    next.forEach(action);
                }
            }
        }
        known.recent().map(Snapshot::events).stream()
                .flatMap(List::stream)
                .filter(event -> event.block() >= Math.max(fromBlock, known.storedThrough() + 1))
                .filter(event -> event.block() <= known.block())
                .forEach(action);
    }

    /** The ticks, if they give the liquidity in range that the last swap reported. */
    private Optional<PoolReplay> proven(Known known) {
        try {
            return replay(known).filter(replay -> isProven(replay, known));
        } catch (ContradictionException e) {
            return Optional.empty();
        }
    }

    private boolean isProven(PoolReplay replay, Known known) {
        return lastSwap(known)
                .map(swap ->
                        inRange(replay, swap.tick()).equals(swap.liquidity().add(changeAfter(swap, known))))
                .orElse(true);
    }

    private static BigInteger inRange(PoolReplay replay, int tick) {
        return replay.ticks(TickMath.MIN_TICK, tick).stream()
                .map(InitializedTick::liquidityNet)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private Optional<PoolReplay> replay(Known known) {
        Optional<Checkpoint> from = Optional.ofNullable(checkpoints.get(known.pool()))
                .filter(checkpoint -> checkpoint.block() <= known.block()
                        && checkpoint.block() + 1
                                >= known.eventBlocks().orElseThrow().first());
        PoolReplay replay = from.map(Checkpoint::replay).map(PoolReplay::new).orElseGet(PoolReplay::new);
        long fromBlock = from.map(checkpoint -> checkpoint.block() + 1).orElse(0L);
        long nextCheckpoint = Math.min(known.storedThrough(), known.block() - CHECKPOINT_LAG_BLOCKS);
        if (nextCheckpoint - fromBlock >= CHECKPOINT_LAG_BLOCKS) {
            Known before = known.until(nextCheckpoint);
            forEachEvent(before, fromBlock, replay::apply);
            keep(known.pool(), replay, nextCheckpoint);
            fromBlock = nextCheckpoint + 1;
        }
        forEachEvent(known, fromBlock, replay::apply);
        return Optional.of(replay).filter(PoolReplay::isInitialized);
    }

    private void keep(PoolKey pool, PoolReplay replay, long block) {
        if (replay.isInitialized() && (checkpoints.size() < MAX_POOLS || checkpoints.containsKey(pool))) {
            checkpoints.put(pool, new Checkpoint(new PoolReplay(replay), block));
        }
    }
}
