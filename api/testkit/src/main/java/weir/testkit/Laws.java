package weir.testkit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.TickMath;

/** What is wrong with a decision, in words; an empty list if nothing is. The host's guard refuses the same things. */
final class Laws {

    private static final int MAX_POSITIONS = 32;

    private Laws() {}

    /** Ranges that no pool of the query's tick spacing accepts, and too many of them. */
    static List<String> illegalRanges(RebalanceQuery query, Decision decision) {
        List<String> wrong = new ArrayList<>();
        if (wanted(decision).size() > MAX_POSITIONS) {
            wrong.add(wanted(decision).size() + " positions are more than " + MAX_POSITIONS);
        }
        for (Position position : wanted(decision)) {
            checkTick(wrong, "tickLower", position.tickLower(), query.tickSpacing());
            checkTick(wrong, "tickUpper", position.tickUpper(), query.tickSpacing());
            if (position.tickLower() >= position.tickUpper()) {
                wrong.add("tickLower " + position.tickLower() + " is not below tickUpper " + position.tickUpper());
            }
        }
        return wrong;
    }

    private static void checkTick(List<String> wrong, String name, int tick, int spacing) {
        if (tick < TickMath.MIN_TICK || tick > TickMath.MAX_TICK) {
            wrong.add(name + " " + tick + " is outside +-" + TickMath.MAX_TICK);
        }
        if (tick % spacing != 0) {
            wrong.add(name + " " + tick + " is not a multiple of the tick spacing " + spacing);
        }
    }

    /**
     * Positions whose allocations, or the amounts that they really use at the query's price, exceed what is left. To want
     * exactly what is held costs nothing.
     */
    static List<String> overspending(RebalanceQuery query, Decision decision) {
        if (wanted(decision).equals(query.currentPositions())) {
            return List.of();
        }
        List<String> wrong = new ArrayList<>();
        Inventory set = Inventory.NONE;
        Inventory used = Inventory.NONE;
        for (Position position : wanted(decision)) {
            if (position.allocation0().signum() < 0 || position.allocation1().signum() < 0) {
                wrong.add("an allocation of " + position + " is negative");
            }
            set = plus(set, position.allocation0(), position.allocation1());
            PositionAmounts amounts = LiquidityAmounts.getUsedAmounts(
                    query.currentPrice().sqrtPriceX96(),
                    position.tickLower(),
                    position.tickUpper(),
                    position.allocation0(),
                    position.allocation1());
            used = plus(used, amounts.amount0(), amounts.amount1());
        }
        compare(wrong, "set aside", set, query.inventoryRemaining());
        compare(wrong, "really used", used, query.inventoryRemaining());
        return wrong;
    }

    private static Inventory plus(Inventory sum, BigInteger amount0, BigInteger amount1) {
        return new Inventory(sum.amount0().add(amount0), sum.amount1().add(amount1));
    }

    private static void compare(List<String> wrong, String what, Inventory sum, Inventory left) {
        compare(wrong, "token0 " + what, sum.amount0(), left.amount0());
        compare(wrong, "token1 " + what, sum.amount1(), left.amount1());
    }

    private static void compare(List<String> wrong, String what, BigInteger sum, BigInteger left) {
        if (sum.compareTo(left) > 0) {
            wrong.add(what + " by all positions is " + sum + ", but the inventory has only " + left
                    + " left: burned positions do not come back within a round");
        }
    }

    private static List<Position> wanted(Decision decision) {
        return decision instanceof Decision.Rebalance rebalance ? rebalance.positions() : List.of();
    }
}
