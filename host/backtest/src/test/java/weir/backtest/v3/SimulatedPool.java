package weir.backtest.v3;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import weir.backtest.pool.V3Pool;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;

/**
 * A pool with three layers of liquidity on which swaps are played at random, one a block, and written down. It stands away
 * from the edges of the tick bitmap's words, tick 0 and 15,360, where the pool rounds once more than an event tells.
 */
public final class SimulatedPool {

    public static final int FEE = 3_000;
    public static final int SPACING = 60;
    private static final BigInteger UNIT = BigInteger.TEN.pow(18);

    private final SplittableRandom random;
    private final V3Pool pool;
    private final List<Swap> swaps = new ArrayList<>();
    private long block = 1_000;

    public SimulatedPool(long seed) {
        random = new SplittableRandom(seed);
        pool = new V3Pool(FEE, SPACING, TickMath.getSqrtRatioAtTick(random.nextInt(5_000, 10_000)));
        provide(887_220, 50);
        provide(6_000, 200);
        provide(600, 400);
    }

    private void provide(int halfWidth, long units) {
        int centre = Math.floorDiv(pool.tick(), SPACING) * SPACING;
        int lower = Math.max(-887_220, centre - halfWidth);
        int upper = Math.min(887_220, centre + halfWidth);
        pool.mint("provider" + halfWidth, lower, upper, UNIT.multiply(BigInteger.valueOf(units)));
    }

    V3Pool pool() {
        return pool;
    }

    BigInteger price() {
        return pool.sqrtPriceX96();
    }

    long block() {
        return block;
    }

    public List<Swap> swaps() {
        return swaps;
    }

    /** Plays swaps of up to this many thousandths of a token, exact in and exact out alike. */
    public void play(int count, int thousandths) {
        for (int i = 0; i < count; i++) {
            BigInteger amount = UNIT.divide(BigInteger.valueOf(1_000))
                    .multiply(BigInteger.valueOf(random.nextInt(1, thousandths)))
                    .add(BigInteger.valueOf(random.nextInt(1_000_000)));
            swap(random.nextBoolean(), random.nextInt(4) == 0 ? amount.negate() : amount);
        }
    }

    /** One swap in a block of its own. */
    Inventory swap(boolean down, BigInteger amount) {
        BigInteger limit =
                down ? TickMath.MIN_SQRT_RATIO.add(BigInteger.ONE) : TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE);
        Inventory change = pool.swap(down, amount, limit);
        swaps.add(new Swap(++block, 0, new Price(price()), pool.liquidity(), change.amount0(), change.amount1()));
        return change;
    }
}
