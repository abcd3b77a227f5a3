package weir.backtest.stats;

import java.util.Arrays;

/**
 * The shape of the distribution of scores, for {@link DeflatedScore}.
 *
 * @param standardDeviation standard deviation; 0 without rounds
 * @param skewness third standardised moment; 0 for a symmetric distribution
 * @param kurtosis fourth standardised moment; 3 for a normal distribution
 */
public record Moments(double standardDeviation, double skewness, double kurtosis) {

    /** The moments of equal values, or of none. */
    public static final Moments NONE = new Moments(0, 0, 3);

    /** The moments of the finite values. */
    public static Moments of(double[] values) {
        double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
        double mean = Arrays.stream(known).average().orElse(0);
        double second = centralMoment(known, mean, 2);
        if (!(second > 0)) {
            return NONE;
        }
        double deviation = Math.sqrt(second);
        return new Moments(
                deviation,
                centralMoment(known, mean, 3) / (second * deviation),
                centralMoment(known, mean, 4) / (second * second));
    }

    private static double centralMoment(double[] values, double mean, int order) {
        double sum = 0;
        for (double value : values) {
            double difference = value - mean;
            double power = difference;
            for (int i = 1; i < order; i++) {
                power *= difference;
            }
            sum += power;
        }
        return values.length == 0 ? 0 : sum / values.length;
    }
}
