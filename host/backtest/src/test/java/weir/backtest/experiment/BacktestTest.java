package weir.backtest.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.Swaps;
import weir.backtest.replay.ReplayedRound;
import weir.backtest.replay.RoundReplay;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.result.StrategyResult;
import weir.backtest.round.LoopOptions;
import weir.backtest.round.RebalanceEvent;
import weir.backtest.round.Round;
import weir.backtest.round.RoundPlan;
import weir.backtest.round.VaultPosition;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.backtest.v3.V3Evaluation;
import weir.backtest.v3.V3Evaluation.PoolLiquidity;
import weir.backtest.v3.V3Result;
import weir.strategy.Decision;
import weir.uniswap.v3.TickRange;

/** Rounds of a stored market. */
class BacktestTest {

    @TempDir
    Path folder;

    /** The figures of a round are those of the engine, asked directly with the same swaps. */
    @Test
    void resultsEqualThoseOfTheEngine() {
        try (StoredMarket market = new StoredMarket(folder)) {
            RoundSummary played = market.play(450, StoredMarket.CENTERED)
                    .primaryStrategy()
                    .rounds()
                    .get(3);
            Swaps swaps = Swaps.of(market.swaps);
            Round round = new Round(
                    "weir-backtest",
                    "0x" + "da".repeat(20),
                    StoredMarket.POOL.address(),
                    8453,
                    "r",
                    played.startBlock(),
                    100,
                    StoredMarket.POOL.feeRate(),
                    StoredMarket.POOL.tickSpacing(),
                    List.of(),
                    StoredMarket.INVENTORY,
                    LoopOptions.DEFAULT);
            ReplayedRound direct = new RoundReplay(swaps, ScoringTargets.byName("validator"))
                    .run(round, played.endBlock(), StoredMarket.CENTERED);
            RoundEvaluation validator = played.evaluations().get(Model.VALIDATOR);
            assertEquals(direct.result().score(), validator.scores().get(0));
            assertEquals(direct.result().performance().fees1().doubleValue() / 1e6, validator.fees1());
            V3Evaluation evaluation = new V3Evaluation(
                    played.startBlock(),
                    played.endBlock(),
                    StoredMarket.INVENTORY,
                    PoolFees.withoutStaking(StoredMarket.POOL.feePips()),
                    GasCosts.ZERO,
                    PoolLiquidity.EXCLUDES_POSITIONS,
                    direct.result().history().stream()
                            .map(RebalanceEvent::deployment)
                            .toList());
            evaluation.add(swaps);
            V3Result v3 = evaluation.result();
            assertEquals(
                    ScoringTargets.byName("validator").score(v3.performance()),
                    played.evaluations().get(Model.V3).scores().get(0));
            assertEquals(
                    StoredMarket.POOL.token1().whole(v3.performance().fees1()),
                    played.evaluations().get(Model.V3).fees1());
        }
    }

    @Test
    void totalsAreTheSumsOfTheRounds() {
        try (StoredMarket market = new StoredMarket(folder)) {
            StrategyResult asked = market.play(450, StoredMarket.CENTERED).primaryStrategy();
            assertEquals(12, asked.rounds().size());
            assertEquals(12, asked.totals().countRounds(Ending.SCORED));
            assertEquals(12, asked.totals().rebalanceCount());
            double fees = asked.rounds().stream()
                    .mapToDouble(round -> round.evaluations().get(Model.V3).feeValue())
                    .sum();
            assertTrue(fees > 0);
            assertEquals(
                    fees,
                    asked.totals().totalsByModel().get(Model.V3).aggregate().feeValue(),
                    fees * 1e-12);
            long within = market.swaps.stream()
                    .filter(swap -> swap.blockNumber() <= StoredMarket.FIRST + 12 * 450 - 1)
                    .count();
            // The pool's very first swap gives the first price: no round can begin with it.
            assertEquals(within, asked.totals().swapCount() + asked.totals().uncountedSwaps());
        }
    }

    @Test
    void sameRunGivesSameResults() {
        try (StoredMarket market = new StoredMarket(folder)) {
            assertEquals(
                    market.play(450, StoredMarket.CENTERED).strategies(),
                    market.play(450, StoredMarket.CENTERED).strategies());
        }
    }

    @Test
    void caveatsNameGapsEmptyRoundsAndMissingGas() {
        try (StoredMarket market = new StoredMarket(folder, StoredMarket.FIRST + 1_000, StoredMarket.FIRST + 2_500)) {
            List<String> caveats = ResultCaveats.of(market.play(300, StoredMarket.CENTERED));
            String gap = (StoredMarket.FIRST + 1_000) + " to " + (StoredMarket.FIRST + 2_500);
            assertCaveat(
                    caveats,
                    "blocks " + gap + " are not in the history and count as blocks without swaps; rounds affected: 6");
            assertCaveat(caveats, "4 of 18 rounds have no swap");
            assertCaveat(caveats, "swaps come before the first rebalance");
            assertCaveat(caveats, "the models differ: fees ");
            assertCaveat(caveats, "gas is not counted");
            assertCaveat(caveats, "a round lasts about 600 s here");
            List<String> thin = ResultCaveats.of(market.play(20, StoredMarket.CENTERED));
            assertCaveat(thin, "few swaps: the median round has ");
        }
    }

    @Test
    void roundsWithoutScoreStateTheReason() {
        try (StoredMarket market = new StoredMarket(folder)) {
            BacktestResult refusing = market.play(450, (query, view) -> Decision.refuse("not today"));
            assertEquals(12, refusing.primaryStrategy().totals().countRounds(Ending.EXCLUDED));
            assertCaveat(
                    ResultCaveats.of(refusing),
                    "excluded from 12 of 12 rounds, score 0; the first: excluded from the round, score 0: not today");
            BacktestResult late = market.play(
                    450,
                    (query, view) -> (query.blockNumber() - StoredMarket.FIRST) % 450 < 200
                            ? Decision.keep("later")
                            : StoredMarket.CENTERED.decide(query, view));
            assertCaveat(
                    ResultCaveats.of(late),
                    "rounds have no score for any miner, because the validator's evaluation fails");
            BacktestResult broken = market.play(450, (query, view) -> {
                throw new IllegalStateException("broken");
            });
            assertCaveat(ResultCaveats.of(broken), "60 answers were replaced by the current positions");
        }
    }

    /** A vault that already holds what the strategy sets: with the baseline, the strategy gains nothing. */
    @Test
    void baselineComparesWithThePositionsOfTheVault() {
        try (StoredMarket market = new StoredMarket(folder)) {
            BacktestPlan plan = market.run(450);
            RoundPlan rounds = plan.rounds();
            Round template = rounds.template();
            RoundPlan withVault = rounds.with(
                    template.checkInterval(),
                    template.feeRate(),
                    template.loop(),
                    List.of(new VaultPosition(new TickRange(-200_000, -192_000), BigInteger.TEN.pow(16))));
            List<ScoringTarget> targets =
                    List.of(ScoringTargets.byName("validator-baseline"), ScoringTargets.byName("validator"));
            BacktestPlan baseline = new BacktestPlan(
                    plan.history(), plan.pool(), plan.blocks(), withVault, targets, plan.models(), plan.gasCosts());
            assertTrue(baseline.loopText().endsWith("--baseline=initial"), baseline.loopText());
            BacktestResult result = market.play(baseline, StoredMarket.CENTERED);
            RoundEvaluation round =
                    result.primaryStrategy().rounds().get(3).evaluations().get(Model.VALIDATOR);
            assertTrue(
                    round.scores().get(0) < round.scores().get(1),
                    round.scores().toString());
            assertCaveat(ResultCaveats.of(result), "against the positions at the start, had they stayed");
        }
    }

    @Test
    void findsNonDeterministicStrategies() {
        try (StoredMarket market = new StoredMarket(folder)) {
            assertCaveat(ResultCaveats.of(market.play(450, StoredMarket.CENTERED)), "no look-ahead");
            AtomicInteger asked = new AtomicInteger();
            BacktestResult random = market.play(
                    450,
                    (query, view) -> asked.incrementAndGet() % 7 == 0
                            ? Decision.keep("seven")
                            : StoredMarket.CENTERED.decide(query, view));
            assertTrue(ResultCaveats.of(random).get(0).startsWith("NOT DETERMINISTIC"), "a look-ahead comes first");
            assertTrue(random.lookAhead().isDetected());
        }
    }

    private static void assertCaveat(List<String> caveats, String expected) {
        assertTrue(
                caveats.stream().anyMatch(caveat -> caveat.contains(expected)),
                () -> expected + " is not in " + caveats);
    }
}
