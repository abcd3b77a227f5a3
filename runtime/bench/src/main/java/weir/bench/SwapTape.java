package weir.bench;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;

/** Made-up swaps of a USDC/WETH-like pool whose price never leaves the positions that go with them. The same each time. */
final class SwapTape {

    static final int SWAPS = 200_000;
    static final long FIRST_BLOCK = 1_000;
    static final long LAST_BLOCK = FIRST_BLOCK + SWAPS / 5;
    static final double FEE_RATE = 0.0005;
    static final Inventory INVENTORY =
            new Inventory(BigInteger.TEN.pow(12), BigInteger.TEN.pow(20).multiply(BigInteger.valueOf(5)));

    private static final int LOWEST = 197_000;
    private static final int HIGHEST = 199_000;

    private SwapTape() {}

    static List<Swap> swaps() {
        Random random = new Random(98);
        List<Swap> swaps = new ArrayList<>(SWAPS);
        double tick = (LOWEST + HIGHEST) / 2.0;
        for (int i = 0; i < SWAPS; i++) {
            tick = Math.max(LOWEST, Math.min(HIGHEST, tick + 2 * random.nextGaussian()));
            // A price somewhere within its tick, as a swap leaves it.
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

    /** Positions around all of the prices, each a little wider than the last. */
    static List<Position> positions(int count) {
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            positions.add(new Position(
                    LOWEST - 1_000 - 10 * i,
                    HIGHEST + 1_000 + 20 * i,
                    BigInteger.valueOf(95_000_000_000L + i),
                    new BigInteger("42750000000000000000")));
        }
        return positions;
    }
}
