package weir.cli.backtest;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import weir.backtest.LookAheadCheck;
import weir.backtest.LookAheadCheck.Finding;
import weir.backtest.PeriodReplay;
import weir.backtest.Round;
import weir.backtest.RoundPlan;
import weir.backtest.ScoringTarget;
import weir.backtest.ScoringTargets;
import weir.backtest.Swaps;
import weir.backtest.v3.GasCosts;
import weir.cli.pool.Pool;
import weir.history.BlockRange;
import weir.history.SwapBatch;
import weir.history.SwapCursor;
import weir.history.SwapHistory;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.RebalanceStrategy;

/**
 * A period of a pool's history, to be played with one strategy after another. Immutable; several strategies may be played at
 * once, each by a thread of its own, and each gets the same figures as alone.
 *
 * @param history where the swaps come from
 * @param pool the pool
 * @param blocks the period
 * @param roundBlocks blocks of a round
 * @param inventory what every round begins with
 * @param targets by which outcomes are scored; the first is the one that is shown first
 * @param models by which rounds are evaluated
 * @param gas what transactions cost in the {@code v3} model
 */
public record PeriodRun(
        SwapHistory history,
        Pool pool,
        BlockRange blocks,
        long roundBlocks,
        Inventory inventory,
        List<ScoringTarget> targets,
        Set<Model> models,
        GasCosts gas) {

    /** Blocks between a validator's questions. */
    public static final int CHECK_INTERVAL = 100;

    private static final long FIRST_LOOK_BACK = 10_000;
    private static final String VAULT = "0x" + "da".repeat(20);

    public PeriodRun {
        Objects.requireNonNull(history, "history");
        targets = List.copyOf(targets);
        models = Set.copyOf(models);
    }

    /** Hears of the replay, on its thread. */
    @FunctionalInterface
    public interface Listener {

        /** A round is over. */
        void played(PlayedRound round, Swaps swaps);
    }

    /**
     * Plays all whole rounds of the period.
     *
     * @param strategy an instance that nobody else uses
     * @throws weir.history.HistoryException if the history cannot be read
     */
    public void play(RebalanceStrategy strategy, Listener listener) {
        Evaluator evaluator = new Evaluator(pool, inventory, targets, models, gas);
        try (SwapCursor cursor = history.scan(pool.key(), read())) {
            new PeriodReplay(plan(), ScoringTargets.named(ScoringTargets.VALIDATOR))
                    .play(
                            cursor,
                            blocks.first(),
                            blocks.last(),
                            strategy,
                            (first, round, postponed, swaps) -> listener.played(
                                    evaluator.evaluate(first, first + roundBlocks - 1, round, swaps), swaps));
        }
    }

    /**
     * Decisions of a round that come out otherwise when the swaps after them are altered.
     *
     * @param round one that was played
     * @param swaps the swaps that it was played with
     * @param strategies gives a new instance each time
     */
    public List<Finding> lookAhead(PlayedRound round, Swaps swaps, Supplier<RebalanceStrategy> strategies) {
        RoundPlan.Planned planned = plan().round(swaps, round.planned()).orElseThrow();
        int known = swaps.countThrough(planned.endBlock());
        Swaps within = Swaps.builder(known).add(swaps, 0, known).build();
        return LookAheadCheck.findings(strategies, planned.round(), planned.endBlock(), within);
    }

    /** The same run, ended after so many rounds, or where it ends anyway. */
    PeriodRun beginning(long rounds) {
        long last = rounds >= rounds() ? blocks.last() : blocks.first() + rounds * roundBlocks - 1;
        BlockRange part = new BlockRange(blocks.first(), last);
        return new PeriodRun(history, pool, part, roundBlocks, inventory, targets, models, gas);
    }

    /** The blocks whose swaps are read: those of the period, and those before it that a strategy is shown. */
    public BlockRange read() {
        return new BlockRange(firstShown(), blocks.last());
    }

    /** How many rounds there are. */
    public long rounds() {
        return (blocks.last() - blocks.first() + 1) / roundBlocks;
    }

    /** A block from which on the scan gives all that a strategy may see at the first question: what lies before is not read. */
    private long firstShown() {
        for (long span = FIRST_LOOK_BACK; span < blocks.first(); span *= 4) {
            long from = blocks.first() - span;
            if (holds(Market.MAX_ENTRIES, new BlockRange(from, blocks.first() - 1))) {
                return from;
            }
        }
        return 0;
    }

    private boolean holds(int swaps, BlockRange range) {
        SwapBatch batch = new SwapBatch();
        long found = 0;
        try (SwapCursor cursor = history.scan(pool.key(), range)) {
            while (found < swaps && cursor.next(batch)) {
                found += batch.size();
            }
        }
        return found >= swaps;
    }

    private RoundPlan plan() {
        return new RoundPlan(
                new Round(
                        "weir-backtest",
                        VAULT,
                        pool.address(),
                        pool.chainId(),
                        "weir-backtest",
                        blocks.first(),
                        CHECK_INTERVAL,
                        pool.feeRate(),
                        pool.tickSpacing(),
                        List.of(),
                        inventory),
                roundBlocks);
    }
}
