package weir.history.load;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.EventCursor;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.internal.check.SwapProof;

/**
 * Checks stored swaps against each other: the amounts of a swap follow from the price before it, its own price and the liquidity. If a
 * swap is missing or wrong, the next one contradicts the price before it. Needs no network. Stateless.
 */
public final class ContinuityCheck {

    /** Number of gaps that a report names. */
    public static final int MAX_GAPS = 100;

    private ContinuityCheck() {}

    /**
     * A place where events are missing or wrong.
     *
     * @param block block of the swap that contradicts the one before it
     * @param logIndex log index of that swap
     * @param previousBlock block of the swap before it; events between the two are missing, or one of both is wrong
     */
    public record Gap(long block, int logIndex, long previousBlock) {}

    /**
     * Result of a check.
     *
     * @param swaps number of checked swaps
     * @param proven number of swaps whose amounts follow to the raw unit from the event before
     * @param unprovable number of swaps that cannot be proven from the stored events and contradict nothing: the first one of a
     *     range of blocks, and swaps that crossed an initialised tick if mints and burns are not stored since the pool's start
     * @param gapCount number of gaps
     * @param gaps the first {@value #MAX_GAPS} gaps
     */
    public record Report(long swaps, long proven, long unprovable, long gapCount, List<Gap> gaps) {

        public Report {
            gaps = List.copyOf(gaps);
        }

        /** Returns the share of proven swaps, 0 to 1; 1 if there are no swaps. */
        public double provenShare() {
            return swaps == 0 ? 1 : (double) proven / swaps;
        }
    }

    /**
     * Checks the stored swaps of a range of blocks.
     *
     * @param tickSpacing tick spacing of the pool; if it is unknown, fewer swaps can be proven
     * @throws HistoryException if the history cannot be read
     */
    public static Report check(SwapHistory history, PoolKey pool, BlockRange blocks, OptionalInt tickSpacing) {
        PoolInfo info = history.pool(pool).orElse(null);
        if (info == null) {
            return new Report(0, 0, 0, 0, List.of());
        }
        SwapProof proof = new SwapProof(info, tickSpacing);
        List<Gap> gaps = new ArrayList<>();
        long[] counts = new long[SwapProof.Result.values().length];
        SwapBatch batch = new SwapBatch();
        long previousBlock = -1;
        try (SwapCursor swaps = history.scan(pool, new BlockRange(0, Math.min(blocks.last(), info.lastBlock())));
                EventCursor events = history.scanEvents(pool, new BlockRange(0, info.lastBlock()))) {
            EventReader reader = new EventReader(events);
            while (swaps.next(batch)) {
                for (int row = 0; row < batch.size(); row++) {
                    SwapRow swap = batch.row(row);
                    for (PoolEvent e = reader.nextBefore(swap); e != null; e = reader.nextBefore(swap)) {
                        proof.apply(e);
                    }
                    SwapProof.Result result = proof.apply(swap);
                    if (blocks.contains(swap.block())) {
                        counts[result.ordinal()]++;
                        if (result == SwapProof.Result.CONTRADICTED && gaps.size() < MAX_GAPS) {
                            gaps.add(new Gap(swap.block(), swap.logIndex(), previousBlock));
                        }
                    }
                    previousBlock = swap.block();
                }
            }
        }
        long proven = counts[SwapProof.Result.PROVEN.ordinal()];
        long unprovable = counts[SwapProof.Result.UNPROVABLE.ordinal()];
        long gapCount = counts[SwapProof.Result.CONTRADICTED.ordinal()];
        return new Report(proven + unprovable + gapCount, proven, unprovable, gapCount, gaps);
    }

    /** Reads events one by one. */
    private static final class EventReader {

        private final EventCursor cursor;
        private List<PoolEvent> batch;
        private int next;

        EventReader(EventCursor cursor) {
            this.cursor = cursor;
            this.batch = cursor.next();
        }

        /** Returns the next event before a swap; null if there is none. */
        PoolEvent nextBefore(SwapRow swap) {
            if (next == batch.size() && !batch.isEmpty()) {
                batch = cursor.next();
                next = 0;
            }
            if (batch.isEmpty()) {
                return null;
            }
            PoolEvent event = batch.get(next);
            boolean isBefore =
                    event.block() < swap.block() || event.block() == swap.block() && event.logIndex() < swap.logIndex();
            next += isBefore ? 1 : 0;
            return isBefore ? event : null;
        }
    }
}
