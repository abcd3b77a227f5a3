package weir.plugins.swapdirection;

import java.util.List;
import java.util.Optional;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.TickMath;
import weir.uniswap.v3.TickRange;

/** Chooses the range and the allocations of a single position. Pure functions. */
final class OneRange {

    private OneRange() {}

    /**
     * A position around the price, or beside it if one token is missing. Its ticks differ from those of all current positions, and its
     * allocations are the tokens that it really uses.
     *
     * @param halfWidth ticks from the price to either end, rounded outwards and limited to the ticks of a pool
     * @param deploy fraction of the remaining inventory to allocate at most
     * @return empty if the position would use no token
     */
    static Optional<Position> choose(RebalanceQuery query, int halfWidth, double deploy) {
        Inventory part = query.inventoryRemaining().part(deploy);
        TickRange range = differentFrom(query.currentPositions(), range(query, halfWidth, part), query.tickSpacing());
        Price price = query.currentPrice();
        PositionAmounts used = LiquidityAmounts.getUsedAmounts(
                price.sqrtPriceX96(), range.lower(), range.upper(), part.amount0(), part.amount1());
        return used.amount0().signum() == 0 && used.amount1().signum() == 0
                ? Optional.empty()
                : Optional.of(new Position(range.lower(), range.upper(), used.amount0(), used.amount1()));
    }

    private static TickRange range(RebalanceQuery query, int halfWidth, Inventory part) {
        int tick = query.currentPrice().tick();
        int spacing = query.tickSpacing();
        int floor = Math.floorDiv(tick, spacing) * spacing;
        TickRange around = TickRange.around(tick, halfWidth, spacing);
        boolean has0 = part.amount0().signum() > 0;
        boolean has1 = part.amount1().signum() > 0;
        if (has0 && !has1 && floor + spacing < around.upper()) {
            return new TickRange(floor + spacing, around.upper());
        }
        if (has1 && !has0 && around.lower() < floor) {
            return new TickRange(around.lower(), floor);
        }
        return around;
    }

    /** The range, one tick spacing narrower or wider at an end for each current position that has the same ticks. */
    private static TickRange differentFrom(List<Position> current, TickRange wanted, int spacing) {
        TickRange range = wanted;
        for (int i = 0; i < current.size() && isHeld(current, range); i++) {
            int upper = range.upper() - spacing;
            range = upper > range.lower() + spacing
                    ? new TickRange(range.lower(), upper)
                    : new TickRange(
                            Math.max(range.lower() - spacing, -TickMath.MAX_TICK / spacing * spacing), range.upper());
        }
        return range;
    }

    private static boolean isHeld(List<Position> current, TickRange range) {
        return current.stream()
                .anyMatch(held -> held.tickLower() == range.lower() && held.tickUpper() == range.upper());
    }
}
