package weir.backtest.internal.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import weir.backtest.Performance;
import weir.backtest.score.ScoringTarget;
import weir.strategy.Inventory;

/** The worked examples of the miner guide, before the guide rounded them. */
class GuideTargetTest {

    private final ScoringTarget guide = new GuideTarget();

    @Test
    void gainWithoutLossIsTheScore() {
        assertEquals(2200.0, score(14_200, 1000, 2000));
    }

    @Test
    void losingTenPercentOfATokenReducesAGain() {
        assertEquals(1397.94, score(15_800, 900, 2000), 0.005);
    }

    @Test
    void losingTenPercentOfATokenAmplifiesALoss() {
        assertEquals(-2718.28, score(11_000, 900, 2000), 0.005);
    }

    @Test
    void losingHalfOfATokenReducesAGainToAlmostZero() {
        assertEquals(33.69, score(17_000, 500, 2000), 0.005);
    }

    @Test
    void bothTokensWeighTheSame() {
        assertEquals(score(15_800, 900, 2000), score(15_800, 1000, 1800));
    }

    @Test
    void lossesOfBothTokensWeighMoreThanTheLargerAlone() {
        assertEquals(2200.0 * Math.exp(-10 * Math.log(2 * Math.exp(0.4) - 1) / 4), score(14_200, 900, 1800), 1e-9);
    }

    private double score(long finalValue, long final0, long final1) {
        return guide.score(new Performance(
                0.0,
                0.0,
                0.0,
                null,
                null,
                Inventory.NONE,
                inventory(final0, final1),
                BigInteger.ZERO,
                BigInteger.valueOf(12_000),
                BigInteger.valueOf(finalValue),
                inventory(1000, 2000)));
    }

    private static Inventory inventory(long amount0, long amount1) {
        return new Inventory(BigInteger.valueOf(amount0), BigInteger.valueOf(amount1));
    }
}
