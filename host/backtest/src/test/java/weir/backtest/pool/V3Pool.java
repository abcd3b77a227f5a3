package weir.backtest.pool;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import weir.strategy.Inventory;
import weir.uniswap.v3.SqrtPriceMath;
import weir.uniswap.v3.SwapMath;
import weir.uniswap.v3.TickMath;

/**
 * A model of a Uniswap v3 pool: the functions mint, burn, collect and swap of {@code UniswapV3Pool.sol} in v3-core 1.0, exact to the raw
 * unit. It has no oracle, protocol fee, flash loans or maximum liquidity per tick. It tracks its balances, but not those of the callers.
 * For one thread.
 */
public final class V3Pool {

    private final int feePips;
    private final int tickSpacing;
    private final TickTable ticks;
    private final Map<PositionKey, PositionInfo> positions = new HashMap<>();
    private BigInteger sqrtPriceX96;
    private int tick;
    private BigInteger liquidity = BigInteger.ZERO;
    private FeeGrowth feeGrowth = FeeGrowth.NONE;
    private BigInteger balance0 = BigInteger.ZERO;
    private BigInteger balance1 = BigInteger.ZERO;

    /**
     * A pool without liquidity.
     *
     * @param feePips fee of a swap in pips, hundredths of a basis point: 500 is 0.05 %
     * @param tickSpacing lower and upper ticks of positions must be multiples of it
     * @param sqrtPriceX96 initial price, Q64.96
     * @throws IllegalArgumentException if the contract would reject a value
     */
    public V3Pool(int feePips, int tickSpacing, BigInteger sqrtPriceX96) {
        require(feePips >= 0 && feePips < SwapMath.PIPS, "fee of " + feePips + " pips is outside [0, 1000000)");
        require(tickSpacing > 0 && tickSpacing < 16_384, "tick spacing " + tickSpacing + " is outside [1, 16384)");
        this.feePips = feePips;
        this.tickSpacing = tickSpacing;
        this.ticks = new TickTable(tickSpacing);
        this.sqrtPriceX96 = sqrtPriceX96;
        this.tick = TickMath.getTickAtSqrtRatio(sqrtPriceX96);
    }

    /** Current price, Q64.96. */
    public BigInteger sqrtPriceX96() {
        return sqrtPriceX96;
    }

    /** Current tick: {@code slot0.tick} of the contract. It is one below the tick of the price just after a downward crossing. */
    public int tick() {
        return tick;
    }

    /** Sum of the liquidity of all positions in range. */
    public BigInteger liquidity() {
        return liquidity;
    }

    /** All tokens in the pool, raw units: those of positions, and uncollected fees. */
    public Inventory balances() {
        return new Inventory(balance0, balance1);
    }

    /** Fees per unit of liquidity since the creation of the pool, Q128.128, for each token. */
    public Inventory feeGrowthGlobalX128() {
        return new Inventory(feeGrowth.token0(), feeGrowth.token1());
    }

    /** Liquidity of a position; zero if there is none. */
    public BigInteger liquidityOf(String owner, int tickLower, int tickUpper) {
        return positions
                .getOrDefault(new PositionKey(owner, tickLower, tickUpper), PositionInfo.EMPTY)
                .liquidity();
    }

    /**
     * Adds liquidity to a position.
     *
     * @return the tokens that the owner pays, raw units, rounded up
     * @throws IllegalArgumentException if the range is invalid in this pool, or the liquidity is not positive
     */
    public Inventory mint(String owner, int tickLower, int tickUpper, BigInteger added) {
        require(added.signum() > 0, "liquidity " + added + " is not positive");
        requireRange(tickLower, tickUpper);
        Inventory paid = modifyPosition(new PositionKey(owner, tickLower, tickUpper), added);
        addToBalances(paid.amount0(), paid.amount1());
        return paid;
    }

    /**
     * Removes liquidity from a position. The pool then owes its tokens and the fees so far to the owner; {@link #collect} pays them.
     *
     * @param removed liquidity to remove; zero only updates the fees
     * @return the tokens of the removed liquidity, raw units, rounded down, without fees
     * @throws IllegalArgumentException if the position has less liquidity
     */
    public Inventory burn(String owner, int tickLower, int tickUpper, BigInteger removed) {
        PositionKey key = new PositionKey(owner, tickLower, tickUpper);
        PositionInfo position = positions.getOrDefault(key, PositionInfo.EMPTY);
        require(
                removed.signum() >= 0
                        && position.liquidity().signum() > 0
                        && position.liquidity().compareTo(removed) >= 0,
                "position " + key + " holds liquidity " + position.liquidity() + ", not " + removed);
        Inventory change = modifyPosition(key, removed.negate());
        Inventory given =
                new Inventory(change.amount0().negate(), change.amount1().negate());
        positions.computeIfPresent(key, (k, now) -> now.plusOwed(given.amount0(), given.amount1()));
        return given;
    }

    /** Pays out the tokens that the pool owed to a position at its last mint or burn: tokens of burned liquidity, and fees. */
    public Inventory collect(String owner, int tickLower, int tickUpper) {
        PositionKey key = new PositionKey(owner, tickLower, tickUpper);
        PositionInfo position = positions.get(key);
        if (position == null) {
            return Inventory.NONE;
        }
        if (position.liquidity().signum() == 0) {
            positions.remove(key);
        } else {
            positions.put(key, position.withoutOwed());
        }
        addToBalances(position.tokensOwed0().negate(), position.tokensOwed1().negate());
        return new Inventory(position.tokensOwed0(), position.tokensOwed1());
    }

    /**
     * Swaps until the amount is used up or the price reaches the limit.
     *
     * @param zeroForOne whether the input is token0
     * @param amountSpecified amount of input if positive, of output if negative
     * @param sqrtPriceLimitX96 price at which the swap stops, Q64.96
     * @return change of the pool's balances, raw units: input is positive, output is negative
     * @throws IllegalArgumentException if the amount is zero or the limit is on the wrong side of the price
     */
    public Inventory swap(boolean zeroForOne, BigInteger amountSpecified, BigInteger sqrtPriceLimitX96) {
        require(amountSpecified.signum() != 0, "the amount to swap is zero");
        requirePriceLimit(zeroForOne, sqrtPriceLimitX96);
        boolean exactIn = amountSpecified.signum() > 0;
        BigInteger remaining = amountSpecified;
        BigInteger calculated = BigInteger.ZERO;
        while (remaining.signum() != 0 && !sqrtPriceX96.equals(sqrtPriceLimitX96)) {
            SwapMath.Step step = step(zeroForOne, remaining, sqrtPriceLimitX96);
            BigInteger in = step.amountIn().add(step.feeAmount());
            remaining = exactIn ? remaining.subtract(in) : remaining.add(step.amountOut());
            calculated = exactIn ? calculated.subtract(step.amountOut()) : calculated.add(in);
        }
        BigInteger specified = amountSpecified.subtract(remaining);
        Inventory change =
                zeroForOne == exactIn ? new Inventory(specified, calculated) : new Inventory(calculated, specified);
        addToBalances(change.amount0(), change.amount1());
        return change;
    }

    /** Executes a step of a swap: to the next tick, to the limit, or until the amount is used up. */
    private SwapMath.Step step(boolean zeroForOne, BigInteger remaining, BigInteger limit) {
        int next = ticks.nextTick(tick, zeroForOne);
        BigInteger nextRatio = TickMath.getSqrtRatioAtTick(next);
        BigInteger target = zeroForOne ? nextRatio.max(limit) : nextRatio.min(limit);
        SwapMath.Step step = SwapMath.computeSwapStep(sqrtPriceX96, target, liquidity, remaining, feePips);
        if (liquidity.signum() > 0) {
            feeGrowth = feeGrowth.plusFee(zeroForOne, step.feeAmount(), liquidity);
        }
        BigInteger reached = step.sqrtRatioNextX96();
        if (reached.equals(nextRatio)) {
            if (ticks.isInitialised(next)) {
                BigInteger net = ticks.cross(next, feeGrowth);
                liquidity = zeroForOne ? liquidity.subtract(net) : liquidity.add(net);
            }
            tick = zeroForOne ? next - 1 : next;
        } else if (!reached.equals(sqrtPriceX96)) {
            tick = TickMath.getTickAtSqrtRatio(reached);
        }
        sqrtPriceX96 = reached;
        return step;
    }

    /**
     * Changes a position's liquidity and updates its fees. Returns the tokens that the owner pays; negative if the owner receives
     * them.
     */
    private Inventory modifyPosition(PositionKey key, BigInteger delta) {
        if (delta.signum() != 0) {
            ticks.update(key.tickLower(), tick, delta, feeGrowth, false);
            ticks.update(key.tickUpper(), tick, delta, feeGrowth, true);
        }
        FeeGrowth inside = ticks.feeGrowthInside(key.tickLower(), key.tickUpper(), tick, feeGrowth);
        positions.merge(
                key,
                PositionInfo.EMPTY.withLiquidityDelta(delta, inside),
                (position, fresh) -> position.withLiquidityDelta(delta, inside));
        ticks.clear(key.tickLower());
        ticks.clear(key.tickUpper());
        if (tick >= key.tickLower() && tick < key.tickUpper()) {
            liquidity = liquidity.add(delta);
        }
        return tokensFor(key, delta);
    }

    private Inventory tokensFor(PositionKey key, BigInteger delta) {
        BigInteger lower = TickMath.getSqrtRatioAtTick(key.tickLower());
        BigInteger upper = TickMath.getSqrtRatioAtTick(key.tickUpper());
        if (tick < key.tickLower()) {
            return new Inventory(SqrtPriceMath.getAmount0Delta(lower, upper, delta), BigInteger.ZERO);
        }
        if (tick >= key.tickUpper()) {
            return new Inventory(BigInteger.ZERO, SqrtPriceMath.getAmount1Delta(lower, upper, delta));
        }
        return new Inventory(
                SqrtPriceMath.getAmount0Delta(sqrtPriceX96, upper, delta),
                SqrtPriceMath.getAmount1Delta(lower, sqrtPriceX96, delta));
    }

    private void addToBalances(BigInteger amount0, BigInteger amount1) {
        balance0 = balance0.add(amount0);
        balance1 = balance1.add(amount1);
    }

    private void requireRange(int tickLower, int tickUpper) {
        require(
                tickLower < tickUpper
                        && tickLower >= TickMath.MIN_TICK
                        && tickUpper <= TickMath.MAX_TICK
                        && tickLower % tickSpacing == 0
                        && tickUpper % tickSpacing == 0,
                "[" + tickLower + ", " + tickUpper + ") is not a range of a pool with tick spacing " + tickSpacing);
    }

    private void requirePriceLimit(boolean zeroForOne, BigInteger limit) {
        boolean right = zeroForOne
                ? limit.compareTo(sqrtPriceX96) < 0 && limit.compareTo(TickMath.MIN_SQRT_RATIO) > 0
                : limit.compareTo(sqrtPriceX96) > 0 && limit.compareTo(TickMath.MAX_SQRT_RATIO) < 0;
        require(right, "price limit " + limit + " is on the wrong side of the price " + sqrtPriceX96);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private record PositionKey(String owner, int tickLower, int tickUpper) {}
}
