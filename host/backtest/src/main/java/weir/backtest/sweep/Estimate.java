package weir.backtest.sweep;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A mean over rounds and how sure it is: the interval holds 95 % of the means that rounds drawn again from these give (the
 * percentile bootstrap of Efron, 1979). It takes rounds for independent of each other and later ones to be like these.
 *
 * @param mean of the rounds; NaN without any
 * @param low lower end
 * @param high upper end
 * @param rounds how many have a figure
 */
public record Estimate(double mean, double low, double high, int rounds) {

    private static final int RESAMPLES = 2_000;
    private static final double TAIL = 0.025;

    /** The same draws for every trial: what differs between two of them is not chance of the bootstrap. */
    private static final long SEED = 98;

    /** Of one figure for each round; those that are no number are left out. */
    static Estimate of(double[] figures) {
        double[] known = Arrays.stream(figures).filter(Double::isFinite).toArray();
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
        for (double figure : known) {
            mean += figure / known.length;
        }
        int tail = (int) (RESAMPLES * TAIL);
        return new Estimate(mean, means[tail], means[RESAMPLES - 1 - tail], known.length);
    }
}
