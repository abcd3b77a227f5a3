package weir.backtest.stats;

/** The rule of Politis and White for the mean block length; see {@link StationaryBootstrap#automaticBlockLength}. */
final class BlockLengthRule {

    /** An autocorrelation below this many units of sqrt(log10(n) / n) counts as none. */
    private static final double SIGNIFICANCE = 2;

    private BlockLengthRule() {}

    static double blockLength(double[] values) {
        int n = values.length;
        if (n < 4) {
            return 1;
        }
        int quietLags = Math.max(5, (int) Math.ceil(Math.sqrt(Math.log10(n))));
        int maxLag = Math.min(n - 1, (int) Math.ceil(Math.sqrt(n)) + quietLags);
        double[] autocovariance = autocovariance(values, maxLag);
        if (!(autocovariance[0] > 0)) {
            return 1;
        }
        int bandwidth = Math.min(maxLag, 2 * lastSignificantLag(autocovariance, n, quietLags));
        double weightedSum = 0;
        double spectrum = autocovariance[0];
        for (int lag = 1; lag <= bandwidth; lag++) {
            // A flat-top window: 1 up to half of the bandwidth, then falling to 0.
            double weight = Math.min(1, 2 * (1 - (double) lag / bandwidth));
            weightedSum += 2 * weight * lag * autocovariance[lag];
            spectrum += 2 * weight * autocovariance[lag];
        }
        double length = Math.cbrt(weightedSum * weightedSum / (spectrum * spectrum)) * Math.cbrt(n);
        double maxLength = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3.0));
        return Double.isNaN(length) ? 1 : Math.max(1, Math.min(maxLength, length));
    }

    private static double[] autocovariance(double[] values, int maxLag) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double[] autocovariance = new double[maxLag + 1];
        for (int lag = 0; lag <= maxLag; lag++) {
            double sum = 0;
            for (int i = lag; i < values.length; i++) {
                sum += (values[i] - mean) * (values[i - lag] - mean);
            }
            autocovariance[lag] = sum / values.length;
        }
        return autocovariance;
    }

    /**
     * The smallest lag, at least 1, after which {@code quietLags} autocorrelations in a row are not significant; if there is none, the
     * last significant lag.
     */
    private static int lastSignificantLag(double[] autocovariance, int n, int quietLags) {
        double threshold = SIGNIFICANCE * Math.sqrt(Math.log10(n) / n) * autocovariance[0];
        int last = 0;
        for (int lag = 1; lag < autocovariance.length && lag - last <= quietLags; lag++) {
            if (Math.abs(autocovariance[lag]) >= threshold) {
                last = lag;
            }
        }
        return Math.max(1, last);
    }
}
