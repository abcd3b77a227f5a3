package weir.chain;

/**
 * Registration of a neuron in a subnet, and what the neuron earns.
 *
 * @param block block in which it was registered
 * @param incentive its share of what the subnet's miners earn: 0 to 65535, which is all of it
 * @param emission what it earned in the last epoch (360 blocks), in rao (a billionth) of the subnet's token
 */
public record Registration(long block, int incentive, long emission) {

    private static final double MAX_INCENTIVE = 65_535;
    private static final double RAO_PER_TOKEN = 1e9;

    /** Returns the incentive as a number from 0 to 1. */
    public double incentiveShare() {
        return incentive / MAX_INCENTIVE;
    }

    /** Returns the emission in tokens. */
    public double emissionTokens() {
        return emission / RAO_PER_TOKEN;
    }
}
