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
 * Checks a decision before it is sent to a validator. A validator would exclude the miner from the round for a decision that fails these
 * checks. The host, backtests and the testkit use it. Pure functions, thread-safe.
 */
public final class Guard {

    /** Maximum number of positions in a decision. */
    public static final int MAX_POSITIONS = 32;

    /** The validator treats allocations as equal that differ by at most this fraction of the larger one. */
    private static final double TOLERANCE = 0.02;

    private Guard() {}

    /**
     * Why a decision must not be sent, with the position and the values; empty if it may be sent.
     *
     * <p>Keep and Refuse always pass. A Rebalance passes if it has at most {@link #MAX_POSITIONS} and no negative allocation, and
     * either {@linkplain #isWithinTolerance equals the current positions}, or passes {@link #rangeViolation} and
     * {@link #inventoryViolation}. Because no position can use more than its allocation, the answer then stays within the
     * inventory at any price at which the validator opens the positions.
     *
     * @param query the query that was answered
     * @param decision the decision; {@code null} is a violation
     */
    public static Optional<String> violation(RebalanceQuery query, Decision decision) {
        if (decision == null) {
            return Optional.of("the strategy returned null");
        }
        if (!(decision instanceof Decision.Rebalance rebalance)) {
            return Optional.empty();
        }
        List<Position> positions = rebalance.positions();
        Optional<String> malformed = countViolation(positions).or(() -> allocationViolation(positions));
        if (malformed.isPresent() || isWithinTolerance(query.currentPositions(), positions)) {
            return malformed;
        }
        return rangeViolation(query, positions).or(() -> inventoryViolation(query, positions));
    }

    /** Why the ranges are invalid: too many, outside the ticks of a pool, empty, or not on multiples of the tick spacing. */
    public static Optional<String> rangeViolation(RebalanceQuery query, List<Position> positions) {
        return countViolation(positions).or(() -> positions.stream()
                .flatMap(position -> tickViolation(position, query.tickSpacing()).stream())
                .findFirst());
    }

    /**
     * Why the allocations are invalid: negative, or their sum, or the sum of the amounts used at the query's price, exceeds the
     * remaining inventory. Positions {@linkplain #isWithinTolerance within tolerance} of the current ones cost nothing.
     */
    public static Optional<String> inventoryViolation(RebalanceQuery query, List<Position> positions) {
        return allocationViolation(positions)
                .or(() -> isWithinTolerance(query.currentPositions(), positions)
                        ? Optional.empty()
                        : spendingViolation(query, positions));
    }

    /**
     * Whether the validator treats the desired positions as the current ones: the same ranges, each allocation within 2 % of the
     * larger one. Such an answer is no rebalance and costs nothing. If a range occurs twice, its last position counts.
     */
    public static boolean isWithinTolerance(List<Position> current, List<Position> desired) {
        return isWithinTolerance(current, desired, TOLERANCE);
    }

    static boolean isWithinTolerance(List<Position> current, List<Position> desired, double tolerance) {
        if (current.size() != desired.size()) {
            return false;
        }
        Map<Range, Position> currentByRange = new HashMap<>();
        current.forEach(position -> currentByRange.put(Range.of(position), position));
        for (Position position : desired) {
            Position same = currentByRange.get(Range.of(position));
            if (same == null
                    || !isWithinTolerance(same.allocation0(), position.allocation0(), tolerance)
                    || !isWithinTolerance(same.allocation1(), position.allocation1(), tolerance)) {
                return false;
            }
        }
        return true;
    }

    static boolean isWithinTolerance(BigInteger a, BigInteger b, double tolerance) {
        if (a.equals(b)) {
            return true;
        }
        BigInteger larger = a.abs().max(b.abs()).max(BigInteger.ONE);
        // The quotient with 40 digits, rounded to a double, is the double that the validator compares.
        return new BigDecimal(a.subtract(b).abs())
                        .divide(new BigDecimal(larger), new MathContext(40))
                        .doubleValue()
                <= tolerance;
    }

    private static Optional<String> countViolation(List<Position> positions) {
        return positions.size() > MAX_POSITIONS
                ? Optional.of(positions.size() + " positions are more than " + MAX_POSITIONS)
                : Optional.empty();
    }

    private static Optional<String> allocationViolation(List<Position> positions) {
        return positions.stream()
                .filter(position -> position.allocation0().signum() < 0
                        || position.allocation1().signum() < 0)
                .findFirst()
                .map(position -> label(position) + " has a negative allocation");
    }

    private static Optional<String> tickViolation(Position position, int spacing) {
        int lower = position.tickLower();
        int upper = position.tickUpper();
        if (lower < TickMath.MIN_TICK || upper > TickMath.MAX_TICK) {
            return Optional.of(label(position) + " is outside ticks +-" + TickMath.MAX_TICK);
        }
        if (lower >= upper) {
            return Optional.of(label(position) + " has its lower tick not below its upper tick");
        }
        if (spacing <= 0 || lower % spacing != 0 || upper % spacing != 0) {
            return Optional.of(label(position) + " is not on multiples of the tick spacing " + spacing);
        }
        return Optional.empty();
    }

    private static Optional<String> spendingViolation(RebalanceQuery query, List<Position> positions) {
        Inventory free = query.inventoryRemaining();
        BigInteger allocated0 = sum(positions, Position::allocation0);
        BigInteger allocated1 = sum(positions, Position::allocation1);
        if (allocated0.compareTo(free.amount0()) > 0 || allocated1.compareTo(free.amount1()) > 0) {
            return Optional.of(spendingViolation("allocations", allocated0, allocated1, free));
        }
        List<PositionAmounts> used = positions.stream()
                .map(position -> usedAmounts(position, query.currentPrice()))
                .toList();
        BigInteger used0 = sum(used, PositionAmounts::amount0);
        BigInteger used1 = sum(used, PositionAmounts::amount1);
        return used0.compareTo(free.amount0()) > 0 || used1.compareTo(free.amount1()) > 0
                ? Optional.of(spendingViolation("amounts used", used0, used1, free))
                : Optional.empty();
    }

    private static PositionAmounts usedAmounts(Position position, Price price) {
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

    private static String spendingViolation(String what, BigInteger sum0, BigInteger sum1, Inventory free) {
        return what + " of " + sum0 + " and " + sum1 + " are more than the remaining inventory of " + free.amount0()
                + " and " + free.amount1();
    }

    private static String label(Position position) {
        return "position [" + position.tickLower() + ", " + position.tickUpper() + "]";
    }

    private record Range(int tickLower, int tickUpper) {
        static Range of(Position position) {
            return new Range(position.tickLower(), position.tickUpper());
        }
    }
}
