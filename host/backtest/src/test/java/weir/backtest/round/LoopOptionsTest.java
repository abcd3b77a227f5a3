package weir.backtest.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import weir.backtest.Strategies;
import weir.backtest.Swaps;
import weir.backtest.ValidatorEvaluation;
import weir.backtest.ValidatorEvaluation.BlockPrice;
import weir.backtest.internal.score.ValidatorTarget;
import weir.backtest.replay.LookAheadCheck;
import weir.backtest.replay.ReplayedRound;
import weir.backtest.replay.RoundReplay;
import weir.backtest.round.RoundPlan.PlannedRound;
import weir.history.pool.PoolMetadata;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;
import weir.uniswap.v3.TickRange;

/** A pool whose price rises by one tick in every tenth block. Blocks 300 and 745 have two swaps. */
class LoopOptionsTest {

    private static final PoolMetadata POOL = new PoolMetadata(
            1, "0x" + "ab".repeat(20), new PoolMetadata.Token("A", 18), new PoolMetadata.Token("B", 18), 500, 10);
    private static final Inventory INVENTORY = new Inventory(BigInteger.TEN.pow(18), BigInteger.TEN.pow(18));
    private static final long START = 301;

    private final Swaps swaps = Swaps.of(swaps());

    private static List<Swap> swaps() {
        List<Swap> swaps = new ArrayList<>();
        swaps.add(swap(300, 0, -500));
        swaps.add(swap(300, 1, 0));
        for (int i = 1; i < 40; i++) {
            swaps.add(swap(START + 10L * i + 1, 0, i));
        }
        swaps.add(swap(745, 0, 700));
        swaps.add(swap(745, 1, 40));
        return swaps;
    }

    private static Swap swap(long block, int logIndex, int tick) {
        BigInteger amount = BigInteger.TEN.pow(15);
        return new Swap(block, logIndex, Price.atTick(tick), BigInteger.TEN.pow(20), amount, amount.negate());
    }

    private ReplayedRound play(
            LoopOptions loop, long interval, List<VaultPosition> positions, List<RebalanceQuery> seen) {
        RoundPlan plan = RoundPlan.of(POOL, INVENTORY, 450).with(interval, POOL.feeRate(), loop, positions);
        PlannedRound planned = plan.planRound(swaps, START).orElseThrow();
        return new RoundReplay(swaps, new ValidatorTarget())
                .run(planned.round(), planned.endBlock(), (query, market) -> {
                    seen.add(query);
                    return Strategies.hold().decide(query, market);
                });
    }

    private static String blocks(List<RebalanceQuery> seen) {
        return seen.stream().map(query -> query.blockNumber() - START + "").collect(Collectors.joining(" "));
    }

    @Test
    void queriesRepeatWithinTheBlockOfACheckExceptTheFirst() {
        List<RebalanceQuery> seen = new ArrayList<>();
        play(new LoopOptions(0, 0, 2, BlockPrice.LAST, false), 100, List.of(), seen);
        assertEquals("0 100 100 200 200 300 300 400 400", blocks(seen));
    }

    @Test
    void checkIntervalIsAnOption() {
        List<RebalanceQuery> seen = new ArrayList<>();
        play(LoopOptions.DEFAULT, 200, List.of(), seen);
        assertEquals("0 200 400", blocks(seen));
    }

    @Test
    void delaysShiftTheFirstPriceAndTheChargedPrice() {
        List<RebalanceQuery> seen = new ArrayList<>();
        RebalanceEvent event = play(new LoopOptions(15, 20, 1, BlockPrice.LAST, true), 100, List.of(), seen)
                .result()
                .history()
                .get(0);
        assertEquals(START, event.block());
        assertEquals(Price.atTick(1), event.queryPrice());
        assertEquals(Price.atTick(1), seen.get(0).currentPrice());
        assertEquals(Price.atTick(3), event.chargedPrice());
        assertEquals(Price.atTick(9), seen.get(1).currentPrice(), "only the first query is late");
    }

    @Test
    void priceOfABlockIsThatOfItsFirstSwapIfSet() {
        BigInteger first = play(new LoopOptions(0, 0, 1, BlockPrice.FIRST, false), 100, List.of(), new ArrayList<>())
                .result()
                .performance()
                .finalSqrtPriceX96();
        assertEquals(TickMath.getSqrtRatioAtTick(700), first);
        BigInteger last = play(LoopOptions.DEFAULT, 100, List.of(), new ArrayList<>())
                .result()
                .performance()
                .finalSqrtPriceX96();
        assertEquals(TickMath.getSqrtRatioAtTick(40), last);
    }

    @Test
    void firstSwapOfABlockIsKeptAcrossParts() {
        ValidatorEvaluation whole = evaluation();
        whole.add(swaps);
        ValidatorEvaluation parts = evaluation();
        for (int i = 0; i < swaps.size(); i++) {
            parts.add(Swaps.of(List.of(swaps.swap(i))));
        }
        assertEquals(whole.result(), parts.result());
        assertEquals(TickMath.getSqrtRatioAtTick(700), parts.result().finalSqrtPriceX96());
    }

    private static ValidatorEvaluation evaluation() {
        Position position = new Position(-100, 100, BigInteger.TEN.pow(17), BigInteger.TEN.pow(17));
        return new ValidatorEvaluation(
                START,
                750,
                INVENTORY,
                0.0005,
                List.of(new weir.backtest.Deployment(START, List.of(position), INVENTORY)),
                List.of(),
                BlockPrice.FIRST);
    }

    /** Recorded: a WBTC/WETH price that is exactly a tick, and arrives in a miner as a double just below it. */
    @Test
    void roundedPriceMayBelongToTheTickBelow() {
        BigInteger exact = new BigInteger("29879698138428840394767115639374984");
        assertEquals(256_820, new Price(exact).tick());
        List<Integer> ticks = new ArrayList<>();
        for (boolean isExact : new boolean[] {true, false}) {
            Swaps one = Swaps.of(List.of(
                    new Swap(300, 0, new Price(exact), BigInteger.ONE, BigInteger.ONE, BigInteger.ONE.negate())));
            RoundPlan plan = RoundPlan.of(POOL, INVENTORY, 450)
                    .with(100, 0.0005, new LoopOptions(0, 0, 1, BlockPrice.LAST, isExact), List.of());
            new RoundReplay(one, new ValidatorTarget())
                    .run(plan.planRound(one, START).orElseThrow().round(), START + 50, (query, market) -> {
                        ticks.add(query.currentPrice().tick());
                        return Decision.keep("seen");
                    });
        }
        assertEquals(List.of(256_820, 256_819), ticks);
    }

    @Test
    void roundsBeginWithThePositionsOfTheVault() {
        List<RebalanceQuery> seen = new ArrayList<>();
        VaultPosition position = new VaultPosition(new TickRange(-1_000, 1_000), BigInteger.TEN.pow(18));
        play(LoopOptions.DEFAULT, 100, List.of(position), seen);
        Position shown = seen.get(0).currentPositions().get(0);
        assertEquals(new TickRange(-1_000, 1_000), new TickRange(shown.tickLower(), shown.tickUpper()));
        // At tick 0 both sides of a symmetric range hold liquidity * (1 - 1.0001^-500).
        assertEquals(new BigInteger("48768197581278888"), shown.allocation1());
        assertTrue(shown.allocation0().subtract(shown.allocation1()).abs().bitLength() < 4);
        assertEquals(INVENTORY, seen.get(0).inventoryRemaining());
    }

    @Test
    void delayedPriceIsNoLookAhead() {
        RoundPlan plan = RoundPlan.of(POOL, INVENTORY, 450)
                .with(100, 0.0005, new LoopOptions(15, 20, 2, BlockPrice.LAST, false), List.of());
        PlannedRound planned = plan.planRound(swaps, START).orElseThrow();
        assertEquals(
                List.of(),
                LookAheadCheck.findChangedDecisions(
                        Strategies::follower, planned.round(), planned.endBlock(), swaps, Optional.empty()));
    }

    @Test
    void invalidSettingsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new LoopOptions(-1, 0, 1, BlockPrice.LAST, false));
        assertThrows(IllegalArgumentException.class, () -> new LoopOptions(0, 0, 0, BlockPrice.LAST, false));
        assertThrows(IllegalArgumentException.class, () -> new LoopOptions(0, 0, 101, BlockPrice.LAST, false));
        LoopOptions late = new LoopOptions(60, 40, 1, BlockPrice.LAST, false);
        RoundPlan plan = RoundPlan.of(POOL, INVENTORY, 450);
        assertThrows(IllegalArgumentException.class, () -> plan.with(100, 0.0005, late, List.of()));
        assertEquals(late, plan.with(101, 0.0005, late, List.of()).template().loop());
    }
}
