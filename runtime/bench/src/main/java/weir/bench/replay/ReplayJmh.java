package weir.bench.replay;

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
 * Swaps per second in the validator's evaluation and in the same arithmetic with BigInteger. An operation is a swap. The setup checks
 * that both give the same bits.
 */
@State(Scope.Benchmark)
@OperationsPerInvocation(SampleSwaps.SWAPS)
public class ReplayJmh {

    private final List<Swap> list = SampleSwaps.swaps();
    private final Swaps columns = Swaps.of(list);
    private final List<Position> one = SampleSwaps.positions(1);
    private final List<Position> five = SampleSwaps.positions(5);

    /** @throws IllegalStateException if fast path and BigInteger differ */
    @Setup
    public void requireEqualResults() {
        for (List<Position> positions : List.of(one, five)) {
            Performance fast = evaluate(positions);
            double[] naive = new NaiveReplay(positions).fees(list);
            if (fast.fees0().doubleValue() != naive[0]
                    || fast.fees1().doubleValue() != naive[1]
                    || fast.inRangeRatio() != positions.size()) {
                throw new IllegalStateException("fast " + fast + " differs from naive " + naive[0] + ", " + naive[1]);
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

    /** BigInteger, one position. */
    @Benchmark
    public double[] naive1() {
        return new NaiveReplay(one).fees(list);
    }

    /** BigInteger, five positions. */
    @Benchmark
    public double[] naive5() {
        return new NaiveReplay(five).fees(list);
    }

    private Performance evaluate(List<Position> positions) {
        return ValidatorEvaluation.evaluate(
                columns,
                SampleSwaps.FIRST_BLOCK,
                SampleSwaps.LAST_BLOCK,
                SampleSwaps.INVENTORY,
                SampleSwaps.FEE_RATE,
                List.of(new Deployment(SampleSwaps.FIRST_BLOCK - 1, positions, Inventory.NONE)));
    }
}
