package weir.backtest.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeflatedScoreTest {

    /** The numerical example of the paper: an annualised ratio of 2.5 in 5 years of 250 days, 100 trials with variance 1/2. */
    @Test
    void exampleOfThePaperIsReproduced() {
        double expected = DeflatedScore.expectedBestRatio(0.5 / 250, 100);
        assertEquals(0.1132, expected, 5e-5);
        double probability = DeflatedScore.probability(2.5 / Math.sqrt(250), expected, new Moments(1, -3, 10), 1_250);
        assertEquals(0.9004, probability, 5e-5);
    }

    @Test
    void moreTrialsNeedABetterRatio() {
        assertEquals(0, DeflatedScore.expectedBestRatio(0.01, 1));
        double few = DeflatedScore.expectedBestRatio(0.01, 10);
        double many = DeflatedScore.expectedBestRatio(0.01, 10_000);
        assertTrue(0 < few && few < many, few + " " + many);
        assertTrue(DeflatedScore.probability(0.2, few, Moments.NONE, 500)
                > DeflatedScore.probability(0.2, many, Moments.NONE, 500));
    }

    @Test
    void normalDistributionAgreesWithTables() {
        assertEquals(0.5, DeflatedScore.normalProbability(0));
        assertEquals(0.975, DeflatedScore.normalProbability(1.959963984540054), 1e-14);
        assertEquals(1.959963984540054, DeflatedScore.normalQuantile(0.975), 1e-12);
        assertEquals(-3.090232306167813, DeflatedScore.normalQuantile(0.001), 1e-11);
        assertEquals(1, DeflatedScore.normalProbability(40));
        assertEquals(0, DeflatedScore.normalProbability(-40));
    }

    @Test
    void momentsOfValuesAreStandardised() {
        Moments moments = Moments.of(new double[] {1, 1, 1, 5, Double.NaN});
        assertEquals(Math.sqrt(3), moments.standardDeviation(), 1e-15);
        assertEquals(6 / Math.pow(3, 1.5), moments.skewness(), 1e-15);
        assertEquals(21 / 9.0, moments.kurtosis(), 1e-15);
        assertEquals(Moments.NONE, Moments.of(new double[] {2, 2}));
        assertEquals(Moments.NONE, Moments.of(new double[0]));
    }
}
