package weir.backtest.stats;

/**
 * The probability that the best of many trials is better than 0, after a correction for the number of trials: the deflated Sharpe ratio of
 * Bailey and López de Prado, "The Deflated Sharpe Ratio: Correcting for Selection Bias, Backtest Overfitting, and Non-Normality", Journal
 * of Portfolio Management 40 (5), 2014. A trial's ratio is its mean score divided by the standard deviation of its scores.
 */
public final class DeflatedScore {

    private static final double EULER_MASCHERONI = 0.577_215_664_901_532_9;

    private DeflatedScore() {}

    /**
     * The ratio that the best of several trials reaches by chance if all of them have a mean of 0.
     *
     * @param variance variance of the ratios of the trials
     * @param trials number of independent trials; below 2 the result is 0
     */
    public static double expectedBestRatio(double variance, int trials) {
        if (trials < 2) {
            return 0;
        }
        return Math.sqrt(variance)
                * ((1 - EULER_MASCHERONI) * normalQuantile(1 - 1.0 / trials)
                        + EULER_MASCHERONI * normalQuantile(1 - 1 / (trials * Math.E)));
    }

    /**
     * The probability that the true ratio exceeds the one that is expected by chance.
     *
     * @param ratio ratio of the best trial
     * @param expectedBestRatio result of {@link #expectedBestRatio}
     * @param moments moments of the best trial's scores
     * @param rounds effective number of independent rounds, above 1
     */
    public static double probability(double ratio, double expectedBestRatio, Moments moments, double rounds) {
        double variance = 1 - moments.skewness() * ratio + (moments.kurtosis() - 1) / 4 * ratio * ratio;
        return normalProbability((ratio - expectedBestRatio) * Math.sqrt((rounds - 1) / variance));
    }

    /** The probability that a standard normal variable is below x: the series of Marsaglia, Journal of Statistical Software 11, 2004. */
    static double normalProbability(double x) {
        if (Double.isNaN(x) || Math.abs(x) > 8) {
            return x > 0 ? 1 : x < 0 ? 0 : Double.NaN;
        }
        double term = x;
        double sum = x;
        double before = Double.NaN;
        for (int i = 3; sum != before; i += 2) {
            before = sum;
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    /** The value below which a standard normal variable lies with a probability, by bisection. */
    static double normalQuantile(double probability) {
        double low = -8;
        double high = 8;
        for (int bit = 0; bit < 60; bit++) {
            double middle = (low + high) / 2;
            if (normalProbability(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
