package weir.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import weir.backtest.Deployment;
import weir.backtest.Performance;
import weir.backtest.Swaps;
import weir.backtest.ValidatorEvaluation;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Swap;

/**
 * Swaps a second through the validator's evaluation, beside the same in whole numbers. An operation is a swap. Before
 * anything is measured both have to agree to the bit.
 */
@State(Scope.Benchmark)
@OperationsPerInvocation(SwapTape.SWAPS)
public class ReplayJmh {

    private final List<Swap> list = SwapTape.swaps();
    private final Swaps columns = Swaps.of(list);
    private final List<Position> one = SwapTape.positions(1);
    private final List<Position> five = SwapTape.positions(5);

    /** @throws IllegalStateException if the fast path and whole numbers differ */
    @Setup
    public void agree() {
        for (List<Position> positions : List.of(one, five)) {
            Performance fast = evaluate(positions);
            double[] naive = new NaiveReplay(positions).fees(list);
            if (fast.fees0().doubleValue() != naive[0]
                    || fast.fees1().doubleValue() != naive[1]
                    || fast.inRangeRatio() != positions.size()) {
                throw new IllegalStateException("fast " + fast + " is not naive " + naive[0] + ", " + naive[1]);
            }
        }
    }

    /** The validator's evaluation, one position. */
    @Benchmark
    public Performance validator1() {
        return evaluate(one);
    }

    /** The validator's evaluation, five positions. */
    @Benchmark
    public Performance validator5() {
        return evaluate(five);
    }

    /** Whole numbers, one position. */
    @Benchmark
    public double[] naive1() {
        return new NaiveReplay(one).fees(list);
    }

    /** Whole numbers, five positions. */
    @Benchmark
    public double[] naive5() {
        return new NaiveReplay(five).fees(list);
    }

    private Performance evaluate(List<Position> positions) {
        return ValidatorEvaluation.evaluate(
                columns,
                SwapTape.FIRST_BLOCK,
                SwapTape.LAST_BLOCK,
                SwapTape.INVENTORY,
                SwapTape.FEE_RATE,
                List.of(new Deployment(SwapTape.FIRST_BLOCK - 1, positions, Inventory.NONE)));
    }
}
