import java.util.List;
import weir.history.SwapBatch;

/** Rows of a batch as plain columns. */
final class Rows {
    static final int COLUMNS = 12;

    private Rows() {}

    /** The columns of a row but the hash: block, log index, tick, time, and four times low and high limb. */
    static long value(SwapBatch batch, int column, int row) {
        return switch (column) {
            case 0 -> batch.blocks()[row];
            case 1 -> batch.logIndexes()[row];
            case 2 -> batch.ticks()[row];
            case 3 -> batch.timestamps()[row];
            default -> {
                var wide = List.of(batch.sqrtPricesX96(), batch.liquidity(), batch.amounts0(), batch.amounts1())
                        .get((column - 4) / 2);
                long low = wide.limb(0)[row];
                yield column % 2 == 0 ? low : wide.limbs() > 1 ? wide.limb(1)[row] : low >> 63;
            }
        };
    }

    static byte[] hash(SwapBatch batch, int row) {
        return java.util.Arrays.copyOfRange(batch.txHashes(), row * 32, row * 32 + 32);
    }
}
