package weir.backtest.stats;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Estimates means over consecutive rounds with 95 % percentile intervals by the stationary bootstrap (Politis and Romano, "The Stationary
 * Bootstrap", Journal of the American Statistical Association 89, 1994). A resample consists of blocks of consecutive rounds: each block
 * starts at a random round, has a geometrically distributed length, and continues with the first round after the last one. So it keeps the
 * similarity of neighbouring rounds, which a bootstrap of single rounds ignores. It assumes that the distribution of the rounds does not
 * change over time. If neighbouring rounds are very similar and rounds are few, intervals are a little too narrow: they contain the mean
 * in about 92 of 100 cases for 1,000 rounds with an autocorrelation of 0.5.
 *
 * <p>Equal values, seed and block length give the same bits. Immutable and thread-safe.
 */
public final class StationaryBootstrap {

    /** The seed of reports and sweeps. Trials of a sweep share the random numbers, so these add no difference between trials. */
    public static final long DEFAULT_SEED = 98;

    private static final int RESAMPLES = 2_000;
    private static final double TAIL_PROBABILITY = 0.025;
    private static final long LOW_WORD = 0xFFFF_FFFFL;

    private final OptionalDouble meanBlockLength;
    private final long seed;

    private StationaryBootstrap(OptionalDouble meanBlockLength, long seed) {
        this.meanBlockLength = meanBlockLength;
        this.seed = seed;
    }

    /** Chooses the mean block length for each series of values; see {@link #automaticBlockLength}. */
    public static StationaryBootstrap withAutomaticBlocks(long seed) {
        return new StationaryBootstrap(OptionalDouble.empty(), seed);
    }

    /**
     * Uses a declared mean block length.
     *
     * @param meanBlockLength rounds, at least 1; a series with fewer rounds uses their number
     * @throws IllegalArgumentException if the length is below 1 or not finite
     */
    public static StationaryBootstrap withBlocks(double meanBlockLength, long seed) {
        if (!(meanBlockLength >= 1 && Double.isFinite(meanBlockLength))) {
            throw new IllegalArgumentException("a mean block length of " + meanBlockLength + " rounds is below 1");
        }
        return new StationaryBootstrap(OptionalDouble.of(meanBlockLength), seed);
    }

    /**
     * The mean block length that minimises the error of the interval, by the rule of Politis and White ("Automatic Block-Length Selection
     * for the Dependent Bootstrap", Econometric Reviews 23, 2004) with the correction of Patton, Politis and White (28, 2009).
     *
     * @param values finite values of consecutive rounds
     * @return rounds, at least 1
     */
    public static double automaticBlockLength(double[] values) {
        return BlockLengthRule.blockLength(values);
    }

    /** The seed of the random numbers. */
    public long seed() {
        return seed;
    }

    /**
     * Estimates a mean.
     *
     * @param values one value per round, in time order; values that are not finite are left out
     */
    public Estimate mean(double[] values) {
        double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
        int rounds = known.length;
        if (rounds == 0) {
            return Estimate.NONE;
        }
        double blockLength = Math.min(rounds, meanBlockLength.orElseGet(() -> automaticBlockLength(known)));
        double[] means = resampledMeans(known, blockLength);
        Arrays.sort(means);
        int tail = (int) (RESAMPLES * TAIL_PROBABILITY);
        return new Estimate(
                Arrays.stream(known).average().orElseThrow(),
                means[tail],
                means[RESAMPLES - 1 - tail],
                rounds,
                blockLength);
    }

    /**
     * Estimates the mean of the differences {@code values[i] - others[i]}: the same rounds, played with two strategies. Rounds in which
     * one of the values is not finite are left out.
     *
     * @throws IllegalArgumentException if the arrays differ in length
     */
    public Estimate meanDifference(double[] values, double[] others) {
        if (values.length != others.length) {
            throw new IllegalArgumentException(
                    values.length + " and " + others.length + " rounds cannot be compared in pairs");
        }
        double[] differences = new double[values.length];
        Arrays.setAll(differences, i -> values[i] - others[i]);
        return mean(differences);
    }

    private double[] resampledMeans(double[] values, double blockLength) {
        int rounds = values.length;
        // One random number decides whether a block starts (low half) and where (high half).
        long startThreshold = Math.round((LOW_WORD + 1) / blockLength);
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            int round = -1;
            for (int n = 0; n < rounds; n++) {
                long bits = random.nextLong();
                if (n == 0 || (bits & LOW_WORD) < startThreshold) {
                    round = (int) ((bits >>> 32) * rounds >>> 32);
                } else {
                    round = round + 1 == rounds ? 0 : round + 1;
                }
                sum += values[round];
            }
            means[i] = sum / rounds;
        }
        return means;
    }
}
