package weir.strategy.guard;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.TickMath;

/**
 * What stands between every strategy and the wire, and between every strategy and a backtest: an answer that a validator
 * would throw the miner out for does not pass. Pure functions, thread-safe.
 */
public final class Guard {

    /** The most positions in an answer. */
    public static final int MAX_POSITIONS = 32;

    /** Allocations that differ by no more than this part of the larger one are equal to the validator. */
    private static final double TOLERANCE = 0.02;

    private Guard() {}

    /**
     * Why the decision must not leave, naming the position and the figures; empty where it may.
     *
     * <p>Keep and Refuse always may. A Rebalance may if it holds at most {@link #MAX_POSITIONS}, allocations are not negative,
     * and either it {@linkplain #keepsCurrent keeps what is held}, which costs nothing, or all ticks are in range, ordered and
     * multiples of the pool's spacing, and both the sum of the allocations and the sum of what is used of them at the query's
     * price fit the remaining inventory. Since no position can use more than its allocation, the first sum keeps the answer
     * within the inventory at whatever price the validator opens the positions.
     *
     * @param query what was asked
     * @param decision what the strategy said; {@code null} is a violation
     */
    public static Optional<String> violation(RebalanceQuery query, Decision decision) {
        if (decision == null) {
            return Optional.of("the strategy returned null");
        }
        if (!(decision instanceof Decision.Rebalance rebalance)) {
            return Optional.empty();
        }
        List<Position> positions = rebalance.positions();
        if (positions.size() > MAX_POSITIONS) {
            return Optional.of(positions.size() + " positions are more than " + MAX_POSITIONS);
        }
        for (Position position : positions) {
            if (position.allocation0().signum() < 0 || position.allocation1().signum() < 0) {
                return Optional.of(name(position) + " has a negative allocation");
            }
        }
        if (keepsCurrent(query.currentPositions(), positions)) {
            return Optional.empty();
        }
        return positions.stream()
                .flatMap(position -> misplaced(position, query.tickSpacing()).stream())
                .findFirst()
                .or(() -> overspent(query, positions));
    }

    /**
     * Whether the validator takes {@code desired} for {@code current}: the same ranges, each allocation within 2 % of the
     * larger. Such an answer is no rebalance and is not charged. Where a range is held twice the last one counts.
     */
    public static boolean keepsCurrent(List<Position> current, List<Position> desired) {
        return keepsCurrent(current, desired, TOLERANCE);
    }

    static boolean keepsCurrent(List<Position> current, List<Position> desired, double tolerance) {
        if (current.size() != desired.size()) {
            return false;
        }
        Map<Range, Position> held = new HashMap<>();
        current.forEach(position -> held.put(Range.of(position), position));
        for (Position wanted : desired) {
            Position same = held.get(Range.of(wanted));
            if (same == null
                    || !within(same.allocation0(), wanted.allocation0(), tolerance)
                    || !within(same.allocation1(), wanted.allocation1(), tolerance)) {
                return false;
            }
        }
        return true;
    }

    static boolean within(BigInteger a, BigInteger b, double tolerance) {
        if (a.equals(b)) {
            return true;
        }
        BigInteger larger = a.abs().max(b.abs()).max(BigInteger.ONE);
        // 40 digits and then a double: the correctly rounded quotient that the validator compares.
        return new BigDecimal(a.subtract(b).abs())
                        .divide(new BigDecimal(larger), new MathContext(40))
                        .doubleValue()
                <= tolerance;
    }

    private static Optional<String> misplaced(Position position, int spacing) {
        int lower = position.tickLower();
        int upper = position.tickUpper();
        if (lower < TickMath.MIN_TICK || upper > TickMath.MAX_TICK) {
            return Optional.of(name(position) + " is outside ticks +-" + TickMath.MAX_TICK);
        }
        if (lower >= upper) {
            return Optional.of(name(position) + " has its lower tick not below its upper tick");
        }
        if (spacing <= 0 || lower % spacing != 0 || upper % spacing != 0) {
            return Optional.of(name(position) + " is not on multiples of the tick spacing " + spacing);
        }
        return Optional.empty();
    }

    private static Optional<String> overspent(RebalanceQuery query, List<Position> positions) {
        Inventory free = query.inventoryRemaining();
        BigInteger allocated0 = sum(positions, Position::allocation0);
        BigInteger allocated1 = sum(positions, Position::allocation1);
        if (allocated0.compareTo(free.amount0()) > 0 || allocated1.compareTo(free.amount1()) > 0) {
            return Optional.of(overspent("allocations", allocated0, allocated1, free));
        }
        List<PositionAmounts> used = positions.stream()
                .map(position -> used(position, query.currentPrice()))
                .toList();
        BigInteger used0 = sum(used, PositionAmounts::amount0);
        BigInteger used1 = sum(used, PositionAmounts::amount1);
        return used0.compareTo(free.amount0()) > 0 || used1.compareTo(free.amount1()) > 0
                ? Optional.of(overspent("amounts used", used0, used1, free))
                : Optional.empty();
    }

    private static PositionAmounts used(Position position, Price price) {
        return LiquidityAmounts.getUsedAmounts(
                price.sqrtPriceX96(),
                position.tickLower(),
                position.tickUpper(),
                position.allocation0(),
                position.allocation1());
    }

    private static <T> BigInteger sum(List<T> items, Function<T, BigInteger> amount) {
        return items.stream().map(amount).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static String overspent(String what, BigInteger sum0, BigInteger sum1, Inventory free) {
        return what + " of " + sum0 + " and " + sum1 + " are more than the remaining inventory of " + free.amount0()
                + " and " + free.amount1();
    }

    private static String name(Position position) {
        return "position [" + position.tickLower() + ", " + position.tickUpper() + "]";
    }

    private record Range(int tickLower, int tickUpper) {
        static Range of(Position position) {
            return new Range(position.tickLower(), position.tickUpper());
        }
    }
}
