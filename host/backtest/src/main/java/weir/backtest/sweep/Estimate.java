package weir.backtest.sweep;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A mean over rounds and its 95 % confidence interval, computed by the percentile bootstrap (Efron, 1979): the mean of many random
 * resamples of the rounds. It assumes that rounds are independent and that later rounds are similar.
 *
 * @param mean mean of the rounds; NaN without rounds
 * @param low lower end of the interval; NaN without rounds
 * @param high upper end of the interval; NaN without rounds
 * @param rounds number of rounds with a finite value
 */
public record Estimate(double mean, double low, double high, int rounds) {

    private static final int RESAMPLES = 2_000;
    private static final double TAIL_PROBABILITY = 0.025;

    /** Every trial uses the same random numbers, so the bootstrap adds no difference between trials. */
    private static final long SEED = 98;

    /** Computes the estimate from one value per round. It ignores values that are not finite. */
    static Estimate of(double[] values) {
        double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
        if (known.length == 0) {
            return new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int n = 0; n < known.length; n++) {
                sum += known[random.nextInt(known.length)];
            }
            means[i] = sum / known.length;
        }
        Arrays.sort(means);
        double mean = 0;
        for (double value : known) {
            mean += value / known.length;
        }
        int tail = (int) (RESAMPLES * TAIL_PROBABILITY);
        return new Estimate(mean, means[tail], means[RESAMPLES - 1 - tail], known.length);
    }
}
