package weir.bench.replay;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import weir.backtest.Deployment;
import weir.backtest.Swaps;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.backtest.v3.V3Evaluation;
import weir.backtest.v3.V3Evaluation.PoolLiquidity;
import weir.backtest.v3.V3Result;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Swap;

/**
 * Swaps per second in the {@code v3} model. The model checks every swap with the pool's arithmetic, so the swaps come from the pool
 * model: about three weeks of the seeded market, in which the price crosses initialised ticks. An operation is a swap. The setup checks
 * that fast path and BigInteger give equal results.
 */
@State(Scope.Benchmark)
@OperationsPerInvocation(SampleSwaps.SWAPS)
public class V3ReplayJmh {

    private static final int DAYS = 24;
    private static final int FEE_PIPS = 500;

    /** More than the positions need. */
    static final Inventory INVENTORY = new Inventory(BigInteger.TEN.pow(20), BigInteger.TEN.pow(12));

    private final List<Swap> list = SeededMarket.swaps(MarketParameters.day(98).withBlocks(DAYS * 43_200))
            .subList(0, SampleSwaps.SWAPS);
    private final Swaps columns = Swaps.of(list);

    /** @throws IllegalStateException if fast path and BigInteger differ, or a swap is out of range or unproven */
    @Setup
    public void requireEqualResults() {
        V3Evaluation exact = evaluation(1);
        list.forEach(exact::add);
        V3Result fast = v31();
        if (!fast.equals(exact.result())
                || fast.unprovenSwaps() != 0
                || fast.performance().inRangeRatio() != 1) {
            throw new IllegalStateException("fast " + fast + " differs from " + exact.result());
        }
    }

    /** The v3 model, one position. */
    @Benchmark
    public V3Result v31() {
        return evaluate(1);
    }

    /** The v3 model, five positions. */
    @Benchmark
    public V3Result v35() {
        return evaluate(5);
    }

    private V3Result evaluate(int positions) {
        V3Evaluation evaluation = evaluation(positions);
        evaluation.add(columns);
        return evaluation.result();
    }

    private V3Evaluation evaluation(int count) {
        // Deployed from the second block on: the swaps of the first block give the price.
        long begin = list.get(0).blockNumber();
        return new V3Evaluation(
                begin + 1,
                Long.MAX_VALUE,
                INVENTORY,
                PoolFees.withoutStaking(FEE_PIPS),
                GasCosts.ZERO,
                PoolLiquidity.EXCLUDES_POSITIONS,
                List.of(new Deployment(begin, positions(count), Inventory.NONE)));
    }

    /** Positions around all prices of the seeded market. */
    static List<Position> positions(int count) {
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            positions.add(new Position(
                    -216_000 - 200 * i,
                    -176_000 + 200 * i,
                    BigInteger.TEN.pow(18),
                    BigInteger.valueOf(3_000_000_000L)));
        }
        return positions;
    }
}
