package weir.backtest.internal.market;

/**
 * Random numbers that are bit-identical on every JDK: SplitMix64 (Steele, Lea, Flood 2014), with {@link StrictMath} for logarithms and
 * cosines. The JDK does not specify the algorithms of its generators across versions. For one thread.
 */
public final class SeededRandom {

    private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;
    private static final double ULP = 0x1p-53;

    private long state;

    /** Creates one of several independent streams of a seed. */
    public SeededRandom(long seed, int stream) {
        this.state = mix(mix(seed) + GOLDEN_GAMMA * (stream + 1));
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return (next() >>> 11) * ULP;
    }

    /** True or false with equal probability. */
    public boolean nextBoolean() {
        return next() < 0;
    }

    /** Standard normal, by the method of Box and Muller; it does not use the second value of each pair. */
    double gaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
    }

    /** Log-normal with this median; {@code spread} is the standard deviation of its logarithm. */
    public double logNormal(double median, double spread) {
        return median * StrictMath.exp(spread * gaussian());
    }

    /** Poisson-distributed, by Knuth's algorithm; for means up to about ten. */
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
