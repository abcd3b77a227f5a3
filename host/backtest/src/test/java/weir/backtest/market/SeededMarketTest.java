package weir.backtest.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.strategy.Swap;

/** The seeded market: the same everywhere, within its band, and one that a chain could have recorded. */
class SeededMarketTest {

    private static final MarketParameters DAY = MarketParameters.day(98);

    /** Pinned: a change of the model, of the generator or of the arithmetic shows here, and so would another JDK's. */
    private static final String DAY_OF_SEED_98 = "89cc8c4fb30f87baa97427e0302e3f1d47a26bdf26e563d5f42d2b8bb755a3f1";

    @Test
    void sameSeedGivesTheSameSwaps() throws Exception {
        List<Swap> swaps = SeededMarket.swaps(DAY);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Swap swap : swaps) {
            digest.update(String.join(
                            ",",
                            String.valueOf(swap.blockNumber()),
                            String.valueOf(swap.logIndex()),
                            String.valueOf(swap.price().sqrtPriceX96()),
                            String.valueOf(swap.liquidity()),
                            String.valueOf(swap.amount0()),
                            String.valueOf(swap.amount1()))
                    .concat("\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
        assertEquals(DAY_OF_SEED_98, HexFormat.of().formatHex(digest.digest()));
        assertNotEquals(swaps, SeededMarket.swaps(MarketParameters.day(99)));
    }

    @Test
    void generatedDayIsBusyAndValid() {
        List<Swap> swaps = SeededMarket.swaps(DAY);
        assertTrue(swaps.size() > 5_000 && swaps.size() < 10_000, () -> swaps.size() + " swaps");
        Swap last = null;
        for (Swap swap : swaps) {
            assertTrue(swap.amount0().signum() * swap.amount1().signum() < 0, "opposite signs");
            assertTrue(swap.liquidity().signum() > 0);
            if (last != null) {
                assertTrue(inOrder(last, swap));
                int moved = swap.price().compareTo(last.price());
                assertTrue(moved * swap.amount1().signum() >= 0, "token1 in, price up");
            }
            last = swap;
        }
    }

    private static boolean inOrder(Swap before, Swap after) {
        return before.blockNumber() < after.blockNumber()
                || before.blockNumber() == after.blockNumber() && before.logIndex() < after.logIndex();
    }

    @Test
    void arbitrageKeepsThePoolWithinTheBand() {
        SeededMarket market = new SeededMarket(DAY.withBlocks(9_000));
        for (int block = 0; market.hasNextBlock(); block++) {
            market.nextBlock();
            if (block % SeededMarket.ARBITRAGE_EVERY == 0) {
                BigInteger price = market.price().sqrtPriceX96();
                assertTrue(price.compareTo(market.reference().buyThreshold()) >= 0, "not cheaper than fee and margin");
                assertTrue(price.compareTo(market.reference().sellThreshold()) <= 0, "not dearer than fee and margin");
            }
        }
    }

    @Test
    void noiseTradesDoNotChangeThePricePath() {
        SeededMarket quiet = new SeededMarket(DAY.withBlocks(500).withPool(3_000, 60));
        SeededMarket other = new SeededMarket(DAY.withBlocks(500));
        while (quiet.hasNextBlock()) {
            quiet.nextBlock();
            other.nextBlock();
            assertEquals(quiet.reference().sqrtPriceX96(0), other.reference().sqrtPriceX96(0));
        }
    }

    @Test
    void invalidParametersAreNamed() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> DAY.withBlocks(0));
        assertTrue(e.getMessage().contains("blocks"), e::getMessage);
        assertThrows(IllegalArgumentException.class, () -> DAY.withPool(1_000_000, 200));
    }
}
