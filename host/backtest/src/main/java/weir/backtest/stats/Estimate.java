package weir.backtest.stats;

/**
 * A mean over rounds and its 95 % confidence interval, from {@link StationaryBootstrap}.
 *
 * @param mean mean of the rounds; NaN without rounds
 * @param low lower end of the interval; NaN without rounds
 * @param high upper end of the interval; NaN without rounds
 * @param rounds number of rounds with a finite value
 * @param blockLength mean length in rounds of the resampled blocks; 1 treats rounds as independent; NaN without rounds
 */
public record Estimate(double mean, double low, double high, int rounds, double blockLength) {

    /** The estimate without any round. */
    public static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN, 0, Double.NaN);

    /** Whether the interval excludes zero, on either side. */
    public boolean isClearOfZero() {
        return low > 0 || high < 0;
    }
}
