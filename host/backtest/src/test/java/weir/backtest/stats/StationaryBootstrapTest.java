package weir.backtest.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class StationaryBootstrapTest {

    private static final StationaryBootstrap AUTOMATIC = StationaryBootstrap.withAutomaticBlocks(98);
    private static final StationaryBootstrap SINGLE_ROUNDS = StationaryBootstrap.withBlocks(1, 98);

    /** An AR(1) process with mean 0: each round keeps a part of the value before it. */
    private static double[] similarRounds(int count, double correlation, long seed) {
        Random random = new Random(seed);
        double[] values = new double[count];
        values[0] = random.nextGaussian() / Math.sqrt(1 - correlation * correlation);
        for (int i = 1; i < count; i++) {
            values[i] = correlation * values[i - 1] + random.nextGaussian();
        }
        return values;
    }

    @Test
    void intervalContainsTheMeanAndNarrowsWithRounds() {
        double[] few = {1, 2, 3, 4};
        double[] many = new double[400];
        Arrays.setAll(many, i -> few[i % 4]);
        Estimate wide = SINGLE_ROUNDS.mean(few);
        Estimate narrow = SINGLE_ROUNDS.mean(many);
        assertEquals(2.5, narrow.mean(), 1e-12);
        assertTrue(wide.low() < 2 && wide.high() > 3, wide.toString());
        // The mean of 400 such rounds has a standard error of 0.056.
        assertEquals(2.5 - 1.96 * 0.056, narrow.low(), 0.02);
        assertEquals(2.5 + 1.96 * 0.056, narrow.high(), 0.02);
    }

    @Test
    void automaticIntervalsCoverTheMeanOfSimilarRoundsAndSingleRoundsDoNot() {
        int covered = 0;
        int coveredBySingleRounds = 0;
        for (int series = 0; series < 200; series++) {
            double[] values = similarRounds(1_000, 0.5, series);
            covered += AUTOMATIC.mean(values).isClearOfZero() ? 0 : 1;
            coveredBySingleRounds += SINGLE_ROUNDS.mean(values).isClearOfZero() ? 0 : 1;
        }
        assertTrue(covered >= 184, covered + " of 200 intervals contain the mean");
        assertTrue(coveredBySingleRounds <= 160, coveredBySingleRounds + " of 200 contain the mean");
    }

    @Test
    void automaticBlockLengthApproachesTheBestOne() {
        // For an AR(1) process, the best length is (n (2 r / (1 - r^2))^2)^(1/3).
        double best = Math.cbrt(20_000 * Math.pow(2 * 0.5 / (1 - 0.25), 2));
        double mean = DoubleStream.iterate(0, seed -> seed + 1)
                .limit(20)
                .map(seed -> StationaryBootstrap.automaticBlockLength(similarRounds(20_000, 0.5, (long) seed)))
                .average()
                .orElseThrow();
        assertEquals(best, mean, 0.1 * best);
        assertTrue(StationaryBootstrap.automaticBlockLength(similarRounds(2_000, 0, 1)) < 5);
    }

    @Test
    void declaredBlockLengthWidensTheIntervalOfSimilarRounds() {
        double[] values = similarRounds(500, 0.8, 7);
        Estimate single = SINGLE_ROUNDS.mean(values);
        Estimate blocks = StationaryBootstrap.withBlocks(20, 98).mean(values);
        assertEquals(20, blocks.blockLength());
        assertEquals(single.mean(), blocks.mean());
        assertTrue(blocks.high() - blocks.low() > 1.8 * (single.high() - single.low()), single + " " + blocks);
        assertEquals(500, StationaryBootstrap.withBlocks(1e9, 98).mean(values).blockLength());
    }

    @Test
    void sameSeedGivesTheSameBits() {
        double[] values = similarRounds(100, 0.3, 1);
        assertEquals(
                AUTOMATIC.mean(values),
                StationaryBootstrap.withAutomaticBlocks(98).mean(values));
        assertNotEquals(
                AUTOMATIC.mean(values).low(),
                StationaryBootstrap.withAutomaticBlocks(99).mean(values).low());
    }

    @Test
    void differencesArePairedByRound() {
        double[] market = similarRounds(300, 0.2, 3);
        double[] better = Arrays.stream(market).map(value -> value + 0.01).toArray();
        Estimate difference = AUTOMATIC.meanDifference(better, market);
        assertEquals(0.01, difference.low(), 1e-12);
        assertEquals(0.01, difference.high(), 1e-12);
        assertTrue(difference.isClearOfZero());
        assertFalse(AUTOMATIC.mean(better).isClearOfZero());
        assertThrows(IllegalArgumentException.class, () -> AUTOMATIC.meanDifference(market, new double[299]));
    }

    @Test
    void roundsWithoutAValueAreLeftOut() {
        double[] values = {1, Double.NaN, 3};
        assertEquals(2, AUTOMATIC.mean(values).mean());
        assertEquals(2, AUTOMATIC.mean(values).rounds());
        assertEquals(
                1,
                AUTOMATIC
                        .meanDifference(values, new double[] {Double.NaN, 1, 1})
                        .rounds());
        assertEquals(Estimate.NONE, AUTOMATIC.mean(new double[] {Double.NaN}));
    }

    @Test
    void equalRoundsHaveAnIntervalWithoutWidth() {
        assertEquals(new Estimate(0, 0, 0, 50, 1), AUTOMATIC.mean(new double[50]));
    }

    @Test
    void blockLengthBelowOneRoundIsRejected() {
        for (double length : new double[] {0, 0.99, -3, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> StationaryBootstrap.withBlocks(length, 1));
        }
    }
}
