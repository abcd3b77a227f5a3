package weir.market;

import java.math.BigInteger;
import java.util.List;
import java.util.TreeMap;
import weir.history.PoolEvent;
import weir.strategy.Market.InitializedTick;
import weir.uniswap.v3.TickMath;

/**
 * Rebuilds the state of a pool from its events: price, tick, liquidity in range, and initialised ticks. The events must be all of the
 * pool, in chain order, from its {@code Initialize} event on. {@code Collect}, {@code Flash} and the events of protocol fees do not
 * change this state. For pools of Uniswap v3 and of Slipstream. Not thread-safe.
 */
public final class PoolReplay {

    private final TreeMap<Integer, InitializedTick> ticks;
    private BigInteger sqrtPriceX96;
    private int tick;
    private BigInteger liquidity = BigInteger.ZERO;

    /** A pool without events. */
    public PoolReplay() {
        ticks = new TreeMap<>();
    }

    /** A copy, which changes independently. */
    public PoolReplay(PoolReplay original) {
        ticks = new TreeMap<>(original.ticks);
        sqrtPriceX96 = original.sqrtPriceX96;
        tick = original.tick;
        liquidity = original.liquidity;
    }

    /** Thrown if an event contradicts the earlier ones, because some are missing, wrong, or in another order. */
    public static final class ContradictionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ContradictionException(String message) {
            super(message);
        }
    }

    /**
     * The first event of a pool.
     *
     * @throws ContradictionException if it is not the first one
     */
    public void initialize(BigInteger sqrtPrice, int initialTick) {
        require(!isInitialized(), "the pool is initialised a second time");
        sqrtPriceX96 = sqrtPrice;
        tick = initialTick;
    }

    /**
     * Adds liquidity to a range.
     *
     * @throws ContradictionException if the pool is not initialised, or the range is not one
     */
    public void mint(int tickLower, int tickUpper, BigInteger amount) {
        require(amount.signum() >= 0, "a mint adds " + amount);
        change(tickLower, tickUpper, amount);
    }

    /**
     * Removes liquidity from a range.
     *
     * @throws ContradictionException if the range does not have this liquidity
     */
    public void burn(int tickLower, int tickUpper, BigInteger amount) {
        require(amount.signum() >= 0, "a burn removes " + amount);
        change(tickLower, tickUpper, amount.negate());
    }

    /**
     * Applies an event other than a swap; ignores those that do not change this state.
     *
     * @throws ContradictionException if it contradicts the earlier events
     */
    public void apply(PoolEvent event) {
        if (event instanceof PoolEvent.Initialize initialize) {
            initialize(initialize.sqrtPriceX96(), initialize.tick());
        } else if (event instanceof PoolEvent.Mint mint) {
            mint(mint.tickLower(), mint.tickUpper(), mint.liquidity());
        } else if (event instanceof PoolEvent.Burn burn) {
            burn(burn.tickLower(), burn.tickUpper(), burn.liquidity());
        }
    }

    /**
     * Moves the price.
     *
     * @param sqrtPrice price after the swap, Q64.96
     * @param tickAfter tick after the swap. It is one less than the tick of the price if the swap ends on an initialised tick from above
     * @param liquidityAfter liquidity in range after the swap
     * @throws ContradictionException if the pool is not initialised, or its positions give another liquidity at this tick
     */
    public void swap(BigInteger sqrtPrice, int tickAfter, BigInteger liquidityAfter) {
        requireInitialized();
        BigInteger crossed =
                tickAfter >= tick ? net(tick, tickAfter) : net(tickAfter, tick).negate();
        BigInteger expected = liquidity.add(crossed);
        require(
                expected.equals(liquidityAfter),
                "the swap reports liquidity " + liquidityAfter + ", and the positions give " + expected);
        sqrtPriceX96 = sqrtPrice;
        tick = tickAfter;
        liquidity = liquidityAfter;
    }

    /** Whether {@link #initialize} was called. */
    public boolean isInitialized() {
        return sqrtPriceX96 != null;
    }

    /** The price, Q64.96; {@code null} before the pool is initialised. */
    public BigInteger sqrtPriceX96() {
        return sqrtPriceX96;
    }

    /** The tick of the price, as the contract stores it; 0 before the pool is initialised. */
    public int tick() {
        return tick;
    }

    /** The liquidity in range. */
    public BigInteger liquidity() {
        return liquidity;
    }

    /**
     * The initialised ticks of a range, in ascending order.
     *
     * @param lowest lowest tick, inclusive
     * @param highest highest tick, inclusive
     */
    public List<InitializedTick> ticks(int lowest, int highest) {
        return lowest > highest
                ? List.of()
                : List.copyOf(ticks.subMap(lowest, true, highest, true).values());
    }

    private void change(int tickLower, int tickUpper, BigInteger amount) {
        requireInitialized();
        require(
                tickLower < tickUpper && tickLower >= TickMath.MIN_TICK && tickUpper <= TickMath.MAX_TICK,
                "ticks " + tickLower + " to " + tickUpper + " are not a range");
        if (amount.signum() == 0) {
            return; // A burn of 0 updates the position's fees.
        }
        InitializedTick lower = changed(tickLower, amount, amount);
        InitializedTick upper = changed(tickUpper, amount.negate(), amount);
        BigInteger after = tickLower <= tick && tick < tickUpper ? liquidity.add(amount) : liquidity;
        require(
                lower.liquidityGross().signum() >= 0 && upper.liquidityGross().signum() >= 0 && after.signum() >= 0,
                "ticks " + tickLower + " to " + tickUpper + " do not have the liquidity " + amount.negate()
                        + " that a burn removes");
        store(lower);
        store(upper);
        liquidity = after;
    }

    private InitializedTick changed(int at, BigInteger net, BigInteger gross) {
        InitializedTick before = ticks.getOrDefault(at, new InitializedTick(at, BigInteger.ZERO, BigInteger.ZERO));
        return new InitializedTick(
                at, before.liquidityNet().add(net), before.liquidityGross().add(gross));
    }

    private void store(InitializedTick changed) {
        if (changed.liquidityGross().signum() == 0) {
            ticks.remove(changed.tick());
        } else {
            ticks.put(changed.tick(), changed);
        }
    }

    /** Sum of the net liquidity of the ticks above {@code from}, up to {@code to}. */
    private BigInteger net(int from, int to) {
        BigInteger sum = BigInteger.ZERO;
        for (InitializedTick crossed : ticks.subMap(from, false, to, true).values()) {
            sum = sum.add(crossed.liquidityNet());
        }
        return sum;
    }

    private void requireInitialized() {
        require(isInitialized(), "the event of the pool's creation (Initialize) is missing");
    }

    private static void require(boolean isTrue, String problem) {
        if (!isTrue) {
            throw new ContradictionException(problem);
        }
    }
}
