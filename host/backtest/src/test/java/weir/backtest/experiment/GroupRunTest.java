package weir.backtest.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.experiment.StrategyFactory.StrategyHandle;
import weir.backtest.replay.StrategyGroup;
import weir.backtest.result.RoundSummary;
import weir.backtest.sweep.TrialRunner;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.walkforward.Chunk;
import weir.base.WeirException;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.uniswap.v3.TickRange;

/** Strategies that play in lock step have the results that each has alone. */
class GroupRunTest {

    private static final int ROUND_BLOCKS = 450;

    @TempDir
    Path folder;

    /** Several rebalances a round, so that positions and inventories of the members differ. */
    private static RebalanceStrategy moving(int halfWidth) {
        return (query, market) -> {
            if (market.prices(0).size() % 2 == 1) {
                return Decision.keep("waits");
            }
            TickRange range = TickRange.around(query.currentPrice().tick(), halfWidth, query.tickSpacing());
            var stake = query.inventoryRemaining().part(0.3);
            return Decision.rebalance(
                    List.of(new Position(range.lower(), range.upper(), stake.amount0(), stake.amount1())), "moved");
        };
    }

    private static List<RebalanceStrategy> members() {
        return List.of(
                StoredMarket.CENTERED,
                moving(400),
                (query, market) -> Decision.refuse("not this one"),
                moving(2_000),
                (query, market) -> {
                    throw new IllegalStateException("on purpose");
                },
                (query, market) -> null,
                (query, market) -> query.blockNumber() % 3 == 0
                        ? Decision.refuse("sometimes")
                        : moving(800).decide(query, market));
    }

    @Test
    void eachMemberHasTheResultsOfItsOwnReplay() {
        try (StoredMarket market = new StoredMarket(folder)) {
            BacktestPlan plan = market.run(ROUND_BLOCKS);
            List<List<RoundSummary>> alone = new ArrayList<>();
            for (RebalanceStrategy member : members()) {
                List<RoundSummary> rounds = new ArrayList<>();
                plan.run(member, (round, swaps) -> rounds.add(round));
                alone.add(rounds);
            }
            List<List<RoundSummary>> together = new ArrayList<>();
            members().forEach(member -> together.add(new ArrayList<>()));
            plan.run(StrategyGroup.of(members()), members().size(), plan.blocksToRead(), (rounds, swaps) -> {
                for (int i = 0; i < rounds.size(); i++) {
                    together.get(i).add(rounds.get(i));
                }
            });
            assertEquals(alone, together);
            assertEquals(12, alone.get(0).size());
            assertTrue(new HashSet<>(alone).size() == members().size(), "the members differ");
        }
    }

    /** Like a child process: the trial "crash" ends it, and with it the replay of all trials in it. */
    private static final class EndingGroup implements StrategyFactory.InstanceGroup {

        private final List<String> kinds = new ArrayList<>();
        private boolean hasEnded;

        @Override
        public int add(Map<String, String> parameters) {
            String kind = parameters.get("kind");
            if (hasEnded || kind.equals("crash at start")) {
                hasEnded = true;
                throw WeirException.failed("the process has ended", "Correct it.");
            }
            if (kind.equals("rejected")) {
                throw WeirException.failed("kind is rejected", "Correct it.");
            }
            kinds.add(kind);
            return kinds.size() - 1;
        }

        @Override
        public List<Answer> decide(List<Integer> asked, List<RebalanceQuery> queries, Market market) {
            if (hasEnded || asked.stream().anyMatch(member -> kinds.get(member).equals("crash"))) {
                hasEnded = true;
                throw WeirException.failed("the process has ended", "Correct it.");
            }
            return StrategyGroup.of(kinds.stream()
                            .<RebalanceStrategy>map(kind -> moving(Integer.parseInt(kind)))
                            .toList())
                    .decide(asked, queries, market);
        }

        @Override
        public boolean hasEnded() {
            return hasEnded;
        }

        @Override
        public void close() {
            // It has no process.
        }
    }

    private static Trial trial(int index, String kind) {
        return new Trial(index, Map.of("kind", kind));
    }

    @Test
    void endOfAProcessIsTheResultOfTheTrialThatEndsItAlone() {
        StrategyFactory factory = groupsOnly(EndingGroup::new);
        try (StoredMarket market = new StoredMarket(folder)) {
            TrialRunner runner = new TrialRunner(market.run(ROUND_BLOCKS), factory);
            Chunk chunk = new Chunk(0, 12);
            List<Trial> trials = List.of(
                    trial(0, "400"),
                    trial(1, "crash"),
                    trial(2, "2000"),
                    trial(3, "rejected"),
                    trial(4, "crash at start"));
            List<ChunkResult> results = runner.play(trials, chunk);
            assertEquals(runner.play(List.of(trials.get(0)), chunk).get(0), results.get(0));
            assertEquals(runner.play(List.of(trials.get(2)), chunk).get(0), results.get(2));
            assertEquals(12, results.get(0).rounds().size());
            assertEquals("the process has ended", results.get(1).rejectionReason());
            assertEquals("kind is rejected", results.get(3).rejectionReason());
            assertEquals("the process has ended", results.get(4).rejectionReason());
        }
    }

    /** Such as by Ctrl-C, or by the kernel because memory is used up. */
    @Test
    void processThatIsKilledOnceIsNoResultOfItsTrial() {
        AtomicInteger groups = new AtomicInteger();
        StrategyFactory factory = groupsOnly(() -> {
            EndingGroup group = new EndingGroup();
            group.hasEnded = groups.incrementAndGet() == 1;
            return group;
        });
        try (StoredMarket market = new StoredMarket(folder)) {
            TrialRunner runner = new TrialRunner(market.run(ROUND_BLOCKS), factory);
            ChunkResult result = runner.play(trial(0, "400"), new Chunk(0, 12));
            assertEquals("", result.rejectionReason());
            assertEquals(12, result.rounds().size());
            assertEquals(2, groups.get());
            assertEquals(
                    "the process has ended",
                    runner.play(trial(0, "crash"), new Chunk(0, 12)).rejectionReason());
            assertEquals(4, groups.get());
        }
    }

    @Test
    void endOfAProcessIsNoFallbackOfABacktest() {
        try (StoredMarket market = new StoredMarket(folder)) {
            RebalanceStrategy ended = (query, view) -> {
                throw WeirException.failed("the process has ended", "Correct it.");
            };
            BacktestPlan plan = market.run(ROUND_BLOCKS);
            assertThrows(WeirException.class, () -> plan.run(ended, (round, swaps) -> {}));
        }
    }

    private static StrategyFactory groupsOnly(Supplier<StrategyFactory.InstanceGroup> groups) {
        return new StrategyFactory() {
            @Override
            public StrategyHandle create(Map<String, String> parameters) {
                throw new AssertionError("trials play in groups");
            }

            @Override
            public InstanceGroup group() {
                return groups.get();
            }
        };
    }
}
