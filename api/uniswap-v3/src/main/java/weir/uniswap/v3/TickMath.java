package weir.uniswap.v3;

import java.math.BigInteger;

/** Converts ticks to square-root prices, sqrt(1.0001^tick) * 2^96, and back, exactly like {@code TickMath.sol} of v3-core. */
public final class TickMath {

    /** The lowest tick: log base 1.0001 of 2^-128. */
    public static final int MIN_TICK = -887_272;

    /** The highest tick. */
    public static final int MAX_TICK = 887_272;

    /** The ratio at {@link #MIN_TICK}: the lowest price of a pool. */
    public static final BigInteger MIN_SQRT_RATIO = BigInteger.valueOf(4_295_128_739L);

    /** The ratio at {@link #MAX_TICK}: every pool price is below it. */
    public static final BigInteger MAX_SQRT_RATIO = new BigInteger("1461446703485210103287273052203988822378723970342");

    /** Factor 2^128 / sqrt(1.0001)^(2^i) for each bit i of |tick|, as in TickMath.sol. */
    private static final BigInteger[] FACTORS = factors(
            "fffcb933bd6fad37aa2d162d1a594001", "fff97272373d413259a46990580e213a",
            "fff2e50f5f656932ef12357cf3c7fdcc", "ffe5caca7e10e4e61c3624eaa0941cd0",
            "ffcb9843d60f6159c9db58835c926644", "ff973b41fa98c081472e6896dfb254c0",
            "ff2ea16466c96a3843ec78b326b52861", "fe5dee046a99a2a811c461f1969c3053",
            "fcbe86c7900a88aedcffc83b479aa3a4", "f987a7253ac413176f2b074cf7815e54",
            "f3392b0822b70005940c7a398e4b70f3", "e7159475a2c29b7443b29c7fa6e889d9",
            "d097f3bdfd2022b8845ad8f792aa5825", "a9f746462d870fdf8a65dc1f90e061e5",
            "70d869a156d2a1b890bb3df62baf32f7", "31be135f97d08fd981231505542fcfa6",
            "9aa508b5b7a84e1c677de54f3e99bc9", "5d6af8dedb81196699c329225ee604",
            "2216e584f5fa1ea926041bedfe98", "48a170391f7dc42444e8fa2");

    private static final BigInteger TWO_128 = BigInteger.ONE.shiftLeft(128);
    private static final BigInteger MAX_UINT_256 = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    private static final BigInteger LOW_32 = BigInteger.valueOf(0xffff_ffffL);

    /** A tick is the natural logarithm of a square-root price times this factor. */
    private static final double TICKS_PER_LOG = 2 / Math.log(1.0001);

    /**
     * If the tick computed with doubles is closer to an integer, it is checked exactly. Its error is below 2e-6 ticks, and the
     * rounding of the lowest prices (2^32) to integers shifts it by up to 5e-6 ticks.
     */
    private static final double MIN_DISTANCE = 1e-3;

    private TickMath() {}

    /**
     * The square-root price at a tick, Q64.96.
     *
     * @throws IllegalArgumentException if the tick is outside [{@link #MIN_TICK}, {@link #MAX_TICK}]
     */
    public static BigInteger getSqrtRatioAtTick(int tick) {
        if (tick < MIN_TICK || tick > MAX_TICK) {
            throw new IllegalArgumentException("tick " + tick + " is outside +-" + MAX_TICK);
        }
        int bits = Math.abs(tick);
        BigInteger ratio = TWO_128;
        for (int i = 0; bits >>> i != 0; i++) {
            if ((bits >>> i & 1) != 0) {
                ratio = ratio.multiply(FACTORS[i]).shiftRight(128);
            }
        }
        if (tick > 0) {
            ratio = MAX_UINT_256.divide(ratio);
        }
        BigInteger x96 = ratio.shiftRight(32);
        return ratio.and(LOW_32).signum() == 0 ? x96 : x96.add(BigInteger.ONE);
    }

    /**
     * The greatest tick whose square-root price is not above {@code sqrtPriceX96}.
     *
     * @throws IllegalArgumentException if the price is outside [{@link #MIN_SQRT_RATIO}, {@link #MAX_SQRT_RATIO})
     */
    public static int getTickAtSqrtRatio(BigInteger sqrtPriceX96) {
        if (sqrtPriceX96.compareTo(MIN_SQRT_RATIO) < 0 || sqrtPriceX96.compareTo(MAX_SQRT_RATIO) >= 0) {
            throw new IllegalArgumentException("sqrtPriceX96 " + sqrtPriceX96 + " is outside the range of prices");
        }
        double real = Math.log(Math.scalb(sqrtPriceX96.doubleValue(), -96)) * TICKS_PER_LOG;
        int guess = (int) Math.floor(real);
        if (Math.abs(real - Math.rint(real)) > MIN_DISTANCE) {
            return guess;
        }
        int tick = Math.max(MIN_TICK, Math.min(MAX_TICK - 1, guess));
        while (tick > MIN_TICK && getSqrtRatioAtTick(tick).compareTo(sqrtPriceX96) > 0) {
            tick--;
        }
        while (tick < MAX_TICK - 1 && getSqrtRatioAtTick(tick + 1).compareTo(sqrtPriceX96) <= 0) {
            tick++;
        }
        return tick;
    }

    private static BigInteger[] factors(String... hex) {
        BigInteger[] factors = new BigInteger[hex.length];
        for (int i = 0; i < hex.length; i++) {
            factors[i] = new BigInteger(hex[i], 16);
        }
        return factors;
    }
}
