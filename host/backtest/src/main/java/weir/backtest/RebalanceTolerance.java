package weir.backtest;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weir.backtest.internal.Arithmetic;
import weir.strategy.Position;

/** When the validator takes desired positions for the current ones and does not rebalance. Pure. */
public final class RebalanceTolerance {

    /** The validator's: 2 % of the larger allocation. */
    public static final double VALIDATOR = 0.02;

    private record Range(int tickLower, int tickUpper) {}

    private RebalanceTolerance() {}

    /**
     * Whether as many positions are desired as held, each with the range of a current one and with both allocations within
     * tolerance. Of current positions with one range the last counts.
     *
     * @param tolerance fraction of the larger allocation
     */
    public static boolean same(List<Position> current, List<Position> desired, double tolerance) {
        if (current.size() != desired.size()) {
            return false;
        }
        Map<Range, Position> byRange = new HashMap<>();
        current.forEach(position -> byRange.put(range(position), position));
        return desired.stream().allMatch(position -> {
            Position held = byRange.get(range(position));
            return held != null
                    && within(held.allocation0(), position.allocation0(), tolerance)
                    && within(held.allocation1(), position.allocation1(), tolerance);
        });
    }

    /** Whether two amounts differ by at most {@code tolerance} times the larger one, or 1 if both are smaller. */
    static boolean within(BigInteger a, BigInteger b, double tolerance) {
        if (a.equals(b)) {
            return true;
        }
        BigInteger larger = a.abs().max(b.abs()).max(BigInteger.ONE);
        return Arithmetic.quotient(a.subtract(b).abs(), larger) <= tolerance;
    }

    private static Range range(Position position) {
        return new Range(position.tickLower(), position.tickUpper());
    }
}
