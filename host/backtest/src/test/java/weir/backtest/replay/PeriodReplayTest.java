package weir.backtest.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.Rounds;
import weir.backtest.StoredSwaps;
import weir.backtest.Strategies;
import weir.backtest.Swaps;
import weir.backtest.internal.score.ValidatorTarget;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.backtest.round.RoundPlan;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.strategy.Inventory;
import weir.strategy.Swap;

class PeriodReplayTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + "ab".repeat(20));
    private static final MarketParameters MARKET = MarketParameters.day(7);
    private static final long FIRST = MARKET.firstBlock();
    private static final long LAST = FIRST + MARKET.blocks() - 1;
    private static final RoundPlan PLAN = new RoundPlan(
            Rounds.round(
                    0,
                    100,
                    0.0005,
                    MARKET.tickSpacing(),
                    List.of(),
                    new Inventory(BigInteger.TEN.pow(19), BigInteger.valueOf(30_000_000_000L))),
            450,
            List.of());

    @TempDir
    private Path folder;

    private final List<Swap> list = SeededMarket.swaps(MARKET);

    @Test
    void storedHistoryGivesTheSameRoundsAsMemory() {
        Swaps whole = Swaps.of(list);
        List<ReplayedRound> played = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        try (SwapStore store = SwapStore.embedded(folder);
                SwapCursor cursor = stored(store).scan(POOL, BlockRange.all())) {
            new PeriodReplay(PLAN, new ValidatorTarget())
                    .run(cursor, FIRST - 450, LAST, Strategies.follower(), (first, round, postponed, swaps) -> {
                        starts.add(first);
                        assertTrue(swaps.size() < 10_000 + 2 * SwapBatch.CAPACITY + 450, "memory is not flat");
                        if (first < FIRST) {
                            assertNull(round, "there was no price yet");
                        } else {
                            played.add(round);
                        }
                    });
        }
        assertEquals(
                LongStream.rangeClosed(-1, 95).mapToObj(i -> FIRST + 450 * i).toList(), starts);
        RoundReplay simulation = new RoundReplay(whole, new ValidatorTarget());
        for (int i = 0; i < played.size(); i++) {
            RoundPlan.PlannedRound planned =
                    PLAN.planRound(whole, FIRST + 450L * i).orElseThrow();
            ReplayedRound expected = simulation.run(planned.round(), planned.endBlock(), Strategies.follower());
            assertEquals(expected, played.get(i), "round " + i);
        }
    }

    /** Numbers of any width keep every bit from disk to columns. */
    @Test
    void batchesGiveTheSameColumns() {
        SwapBatch batch = new SwapBatch();
        Random random = new Random(98);
        Swaps.Builder expected = Swaps.builder(0);
        Swaps.Builder columns = Swaps.builder(0);
        for (int bits : new int[] {20, 53, 54, 62, 63, 64, 65, 90, 112, 115, 117, 127, 140, 158}) {
            batch.resize(0);
            for (int i = 0; i < 500; i++) {
                SwapRow row = new SwapRow(
                        bits,
                        i,
                        new BigInteger(bits, random),
                        0,
                        BigInteger.ONE.shiftLeft(bits - 1).subtract(BigInteger.valueOf(random.nextInt(3) - 1)),
                        new BigInteger(random.nextInt(bits) + 1, random).negate(),
                        BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE).shiftRight(random.nextInt(bits)),
                        null,
                        SwapRow.UNKNOWN_TIME);
                batch.add(row);
                expected.add(row.block(), i, row.sqrtPriceX96(), row.liquidity(), row.amount0(), row.amount1());
            }
            columns.add(batch);
        }
        assertSame(expected.build(), columns.build());
    }

    private static void assertSame(Swaps expected, Swaps actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.block(i), actual.block(i));
            assertEquals(expected.logIndex(i), actual.logIndex(i));
            assertEquals(expected.sqrtPriceX96(i), actual.sqrtPriceX96(i));
            assertEquals(expected.liquidity(i), actual.liquidity(i));
            assertEquals(expected.amount0(i), actual.amount0(i));
            assertEquals(expected.amount1(i), actual.amount1(i));
            assertEquals(expected.sqrtPrices().high()[i], actual.sqrtPrices().high()[i]);
            assertEquals(expected.sqrtPrices().middle()[i], actual.sqrtPrices().middle()[i]);
        }
    }

    private SwapStore stored(SwapStore store) {
        StoredSwaps.append(store, POOL, list, FIRST, LAST);
        return store;
    }
}
