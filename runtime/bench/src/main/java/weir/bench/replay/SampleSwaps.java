package weir.bench.replay;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;

/** Generated swaps of a USDC/WETH pool whose price never leaves the matching positions. The same in each run. */
final class SampleSwaps {

    static final int SWAPS = 200_000;
    static final long FIRST_BLOCK = 1_000;
    static final long LAST_BLOCK = FIRST_BLOCK + SWAPS / 5;
    static final double FEE_RATE = 0.0005;
    static final Inventory INVENTORY =
            new Inventory(BigInteger.TEN.pow(12), BigInteger.TEN.pow(20).multiply(BigInteger.valueOf(5)));

    private static final int MIN_TICK = 197_000;
    private static final int MAX_TICK = 199_000;

    private SampleSwaps() {}

    static List<Swap> swaps() {
        Random random = new Random(98);
        List<Swap> swaps = new ArrayList<>(SWAPS);
        double tick = (MIN_TICK + MAX_TICK) / 2.0;
        for (int i = 0; i < SWAPS; i++) {
            tick = Math.max(MIN_TICK, Math.min(MAX_TICK, tick + 2 * random.nextGaussian()));
            // A price within the tick, as after a real swap.
            BigInteger price = TickMath.getSqrtRatioAtTick((int) tick).add(new BigInteger(90, random));
            int direction = random.nextBoolean() ? 1 : -1;
            swaps.add(new Swap(
                    FIRST_BLOCK + i / 5,
                    i % 5,
                    new Price(price),
                    BigInteger.ONE.shiftLeft(63).add(new BigInteger(62, random)),
                    BigInteger.valueOf(direction * (1_000_000L + new BigInteger(36, random).longValue())),
                    BigInteger.valueOf(-direction * (1_000_000L + new BigInteger(62, random).longValue()))));
        }
        return swaps;
    }

    /** Positions around all prices, each slightly wider than the last. */
    static List<Position> positions(int count) {
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            positions.add(new Position(
                    MIN_TICK - 1_000 - 10 * i,
                    MAX_TICK + 1_000 + 20 * i,
                    BigInteger.valueOf(95_000_000_000L + i),
                    new BigInteger("42750000000000000000")));
        }
        return positions;
    }
}
