package weir.history;

import java.math.BigInteger;
import java.util.Random;
import weir.uniswap.v3.TickMath;

/** Possible swaps of a pool that walks at random: what a pool's code could have emitted, the same for the same seed. */
public final class GeneratedSwaps {

    private final Random random;
    private long block = 1_000;
    private int logIndex = -1;
    private int tick = 199_000;
    private BigInteger price = TickMath.getSqrtRatioAtTick(tick).add(BigInteger.TEN);
    private BigInteger liquidity = BigInteger.valueOf(5_000_000_000_000_000_000L);

    public GeneratedSwaps(long seed) {
        this.random = new Random(seed);
    }

    /** The next swap; about every second one is in a new block. */
    public SwapRow next() {
        if (random.nextBoolean()) {
            block += 1 + random.nextInt(3);
            logIndex = -1;
        }
        logIndex += 1 + random.nextInt(40);
        int next = Math.max(-800_000, Math.min(800_000, tick + random.nextInt(21) - 10));
        BigInteger low = TickMath.getSqrtRatioAtTick(next);
        BigInteger width = TickMath.getSqrtRatioAtTick(next + 1).subtract(low);
        BigInteger after = low.add(new BigInteger(width.bitLength() - 1, random));
        boolean up = after.compareTo(price) > 0;
        if (random.nextInt(20) == 0) {
            liquidity = new BigInteger(60 + random.nextInt(20), random);
        }
        BigInteger product = price.multiply(after).shiftRight(96);
        BigInteger amount0 = BigInteger.valueOf(1_000_000 + random.nextInt(1_000_000_000));
        BigInteger amount1 = amount0.multiply(product).shiftRight(96);
        price = after;
        tick = next;
        return new SwapRow(
                block,
                logIndex,
                price,
                tick,
                liquidity,
                up ? amount0.negate() : amount0,
                up ? amount1 : amount1.negate(),
                String.format("0x%064x", new BigInteger(255, random).setBit(200)),
                1_700_000_000 + block * 2);
    }
}
