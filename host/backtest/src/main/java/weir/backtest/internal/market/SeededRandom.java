package weir.backtest.internal.market;

/**
 * Random numbers that come out the same on every JDK, bit for bit: SplitMix64 (Steele, Lea, Flood 2014) written out, and
 * {@link StrictMath} where a logarithm or cosine is needed. The platform's own generators promise neither their algorithm
 * nor their bounded and Gaussian draws across versions. One thread.
 */
public final class SeededRandom {

    private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;
    private static final double ULP = 0x1p-53;

    private long state;

    /** One of several independent streams of a seed: drawing more from one leaves the others as they are. */
    public SeededRandom(long seed, int stream) {
        this.state = mix(mix(seed) + GOLDEN_GAMMA * (stream + 1));
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return (next() >>> 11) * ULP;
    }

    /** True or false alike. */
    public boolean coin() {
        return next() < 0;
    }

    /** Standard normal, by Box and Muller; the second value of each pair is let go. */
    double gaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
    }

    /** Log-normal with this median; {@code spread} is the standard deviation of its logarithm. */
    public double logNormal(double median, double spread) {
        return median * StrictMath.exp(spread * gaussian());
    }

    /** How many events fall into a time in which {@code mean} are expected, by Knuth; meant for means up to ten or so. */
    public int poisson(double mean) {
        double limit = StrictMath.exp(-mean);
        double product = uniform();
        int events = 0;
        while (product > limit) {
            product *= uniform();
            events++;
        }
        return events;
    }

    private long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }
}
