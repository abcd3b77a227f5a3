package weir.chain.extrinsic;

/**
 * The blocks in which an extrinsic is valid ({@code sp_runtime::generic::Era}). Immutable.
 *
 * @param period number of blocks, a power of two from 4 to 65536; 0 if the extrinsic never expires
 * @param phase number of the first block modulo the period
 * @param birth the first block; the signed bytes contain its hash. If the extrinsic never expires: 0, and the genesis hash is used
 */
public record Era(int period, int phase, long birth) {

    private static final int MIN_PERIOD = 4;
    private static final int MAX_PERIOD = 1 << 16;
    private static final Era IMMORTAL = new Era(0, 0, 0);

    /** Returns the era of an extrinsic that never expires. */
    public static Era immortal() {
        return IMMORTAL;
    }

    /**
     * Returns the era that contains a block and begins with it, or for a period above 4096 at most {@code period / 4096 - 1} blocks
     * before it.
     *
     * @param period number of blocks, a power of two from 4 to 65536
     * @param current number of a block that the chain has
     */
    public static Era mortal(int period, long current) {
        if (period < MIN_PERIOD || period > MAX_PERIOD || Integer.bitCount(period) != 1) {
            throw new IllegalArgumentException("a period is a power of two from 4 to 65536, not " + period);
        }
        int quantum = quantum(period);
        int phase = (int) (current % period) / quantum * quantum;
        return new Era(period, phase, current - (current % period - phase));
    }

    /** Whether the extrinsic never expires. */
    public boolean isImmortal() {
        return period == 0;
    }

    /** Returns one byte for an immortal era, otherwise two. */
    public byte[] encoded() {
        if (isImmortal()) {
            return new byte[1];
        }
        int encoded =
                Math.min(15, Math.max(1, Integer.numberOfTrailingZeros(period) - 1)) | phase / quantum(period) << 4;
        return new byte[] {(byte) encoded, (byte) (encoded >> 8)};
    }

    private static int quantum(int period) {
        return Math.max(1, period >> 12);
    }
}
