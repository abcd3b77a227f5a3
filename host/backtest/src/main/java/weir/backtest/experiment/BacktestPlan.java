package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import weir.backtest.Swaps;
import weir.backtest.replay.LookAheadCheck;
import weir.backtest.replay.LookAheadCheck.Finding;
import weir.backtest.replay.PeriodReplay;
import weir.backtest.replay.ReplayedRound;
import weir.backtest.replay.StrategyGroup;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary;
import weir.backtest.round.LoopOptions;
import weir.backtest.round.Round;
import weir.backtest.round.RoundPlan;
import weir.backtest.round.VaultPosition;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.history.BlockRange;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.SwapCursor;
import weir.history.pool.PoolMetadata;
import weir.market.SwapSource;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.RebalanceStrategy;

/**
 * The settings of a backtest: a period of a pool's history, and how to replay and evaluate its rounds. Immutable and thread-safe: several
 * threads may call {@link #run} at once, each with its own strategy instance.
 *
 * @param history the stored swaps
 * @param pool the pool
 * @param blocks the period
 * @param rounds the rounds and their settings
 * @param targets scoring targets; results are sorted by the first one
 * @param models evaluation models
 * @param gasCosts costs of transactions in model {@code v3}
 * @param fees fees of the pool in model {@code v3}
 */
public record BacktestPlan(
        SwapHistory history,
        PoolMetadata pool,
        BlockRange blocks,
        RoundPlan rounds,
        List<ScoringTarget> targets,
        Set<Model> models,
        GasCosts gasCosts,
        PoolFees fees) {

    private static final long MIN_LOOK_BACK_BLOCKS = 10_000;

    public BacktestPlan {
        targets = List.copyOf(targets);
        models = Set.copyOf(models);
    }

    /** A backtest with positions that are not staked in the pool's gauge. */
    public BacktestPlan(
            SwapHistory history,
            PoolMetadata pool,
            BlockRange blocks,
            RoundPlan rounds,
            List<ScoringTarget> targets,
            Set<Model> models,
            GasCosts gasCosts) {
        this(history, pool, blocks, rounds, targets, models, gasCosts, PoolFees.withoutStaking(pool.feePips()));
    }

    /** Receives the rounds, on the thread that called {@link #run}. */
    @FunctionalInterface
    public interface Listener {

        /** Called at the end of a round, with the swaps of the round and of the blocks before it. */
        void onRoundEnd(RoundSummary round, Swaps swaps);
    }

    /**
     * Replays all whole rounds of the period.
     *
     * @param strategy an instance that only this call uses
     * @throws weir.history.HistoryException if the history cannot be read
     */
    public void run(RebalanceStrategy strategy, Listener listener) {
        run(strategy, blocksToRead(), listener);
    }

    /**
     * Replays all whole rounds of the period, for a caller that replays it several times.
     *
     * @param strategy an instance that only this call uses
     * @param blocksToRead result of {@link #blocksToRead}, which has to count swaps
     * @throws weir.history.HistoryException if the history cannot be read
     */
    public void run(RebalanceStrategy strategy, BlockRange blocksToRead, Listener listener) {
        run(
                StrategyGroup.of(List.of(strategy)),
                1,
                blocksToRead,
                (rounds, swaps) -> listener.onRoundEnd(rounds.get(0), swaps));
    }

    /** Receives the rounds of a group, as {@link Listener} those of one strategy. */
    @FunctionalInterface
    public interface GroupListener {

        /** @param rounds the round of each member */
        void onRoundEnd(List<RoundSummary> rounds, Swaps swaps);
    }

    /**
     * Replays all whole rounds of the period with a group in lock step. Each member has the results of its own replay.
     *
     * @param group instances that only this call uses
     * @param members number of members, at least 1
     * @param blocksToRead result of {@link #blocksToRead}
     * @throws weir.history.HistoryException if the history cannot be read
     */
    public void run(StrategyGroup group, int members, BlockRange blocksToRead, GroupListener listener) {
        RoundEvaluator evaluator = new RoundEvaluator(pool, targets, models, gasCosts, fees);
        try (SwapCursor cursor = history.scan(pool.key(), blocksToRead)) {
            new PeriodReplay(rounds, ScoringTargets.byName(ScoringTargets.VALIDATOR), Optional.of(poolData()))
                    .run(cursor, blocks.first(), blocks.last(), group, members, (first, played, delay, swaps) -> {
                        List<RoundSummary> summaries = new ArrayList<>();
                        for (int i = 0; i < members; i++) {
                            ReplayedRound round = played.isEmpty() ? null : played.get(i);
                            summaries.add(evaluator.evaluate(first, rounds.lastBlock(first), round, swaps));
                        }
                        listener.onRoundEnd(summaries, swaps);
                    });
        }
    }

    /**
     * Finds the decisions of a round that change when later swaps are altered.
     *
     * @param round summary of the round
     * @param swaps the swaps with which it was replayed
     * @param strategies returns a new instance of the strategy on each call
     */
    public List<Finding> findLookAhead(RoundSummary round, Swaps swaps, Supplier<RebalanceStrategy> strategies) {
        RoundPlan.PlannedRound planned =
                rounds.planRound(swaps, round.plannedStartBlock()).orElseThrow();
        int swapCount = swaps.countThrough(planned.endBlock());
        Swaps swapsOfRound = Swaps.builder(swapCount).add(swaps, 0, swapCount).build();
        return LookAheadCheck.findChangedDecisions(
                strategies, planned.round(), planned.endBlock(), swapsOfRound, Optional.of(poolData()));
    }

    /** A new source of the pool's facts, liquidity and ticks, which strategies see. */
    private SwapSource poolData() {
        return SwapSource.of(
                history, key -> Optional.of(pool).filter(known -> known.key().equals(key)));
    }

    /** The same settings for the first rounds of the period, or for all if there are fewer. */
    BacktestPlan limitedTo(long count) {
        return part(0, Math.min(count, roundCount()));
    }

    /**
     * The same settings for a part of the period.
     *
     * @param firstRound first round, from 0
     * @param count number of rounds, at least 1
     */
    public BacktestPlan part(long firstRound, long count) {
        long first = blocks.first() + firstRound * roundBlocks();
        BlockRange range = new BlockRange(first, first + count * roundBlocks() - 1);
        return new BacktestPlan(history, pool, range, rounds, targets, models, gasCosts, fees);
    }

    /** The blocks whose swaps are read: the period, and the earlier blocks that the market view shows. */
    public BlockRange blocksToRead() {
        return new BlockRange(firstVisibleBlock(), blocks.last());
    }

    /** Number of whole rounds in the period. */
    public long roundCount() {
        return (blocks.last() - blocks.first() + 1) / roundBlocks();
    }

    /** First block that the market view shows at the first query. */
    private long firstVisibleBlock() {
        for (long lookBackBlocks = MIN_LOOK_BACK_BLOCKS; lookBackBlocks < blocks.first(); lookBackBlocks *= 4) {
            long from = blocks.first() - lookBackBlocks;
            if (hasSwaps(Market.MAX_ENTRIES + 1, new BlockRange(from, blocks.first() - 1))) {
                return from;
            }
        }
        return 0;
    }

    private boolean hasSwaps(int swaps, BlockRange range) {
        SwapBatch batch = new SwapBatch();
        long found = 0;
        try (SwapCursor cursor = history.scan(pool.key(), range)) {
            while (found < swaps && cursor.next(batch)) {
                found += batch.size();
            }
        }
        return found >= swaps;
    }

    /** Length of a round in blocks. */
    public long roundBlocks() {
        return rounds.roundBlocks();
    }

    /** Inventory at the start of every round. */
    public Inventory inventory() {
        return rounds.template().initialInventory();
    }

    /**
     * The settings of the validator's loop that differ from the defaults, as options of the command, separated by spaces; empty if
     * there are none.
     */
    public String loopText() {
        Round template = rounds.template();
        LoopOptions loop = template.loop();
        LoopOptions defaults = LoopOptions.DEFAULT;
        List<String> options = new ArrayList<>();
        addOption(options, "check-interval", template.checkInterval(), (long) RoundPlan.CHECK_INTERVAL_BLOCKS);
        addOption(options, "fee-rate", template.feeRate(), pool.feeRate());
        addOption(options, "start-delay", loop.startDelayBlocks(), defaults.startDelayBlocks());
        addOption(options, "charge-delay", loop.chargeDelayBlocks(), defaults.chargeDelayBlocks());
        addOption(options, "queries-per-check", loop.queriesPerCheck(), defaults.queriesPerCheck());
        addOption(options, "block-price", loop.blockPrice().name().toLowerCase(Locale.ROOT), "last");
        addOption(options, "exact-price", loop.hasExactPrice(), defaults.hasExactPrice());
        for (VaultPosition position : rounds.vaultPositions()) {
            options.add("--vault-position=" + position.range().lower() + ","
                    + position.range().upper() + "," + position.liquidity());
        }
        targets.stream()
                .filter(ScoringTargets::isValidators)
                .limit(1)
                .filter(target -> target.name().equals(ScoringTargets.VALIDATOR_BASELINE))
                .forEach(target -> options.add("--baseline=initial"));
        return String.join(" ", options);
    }

    private static void addOption(List<String> options, String name, Object value, Object defaultValue) {
        if (!value.equals(defaultValue)) {
            options.add("--" + name + "=" + value);
        }
    }
}
