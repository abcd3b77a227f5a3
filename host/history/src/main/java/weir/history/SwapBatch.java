package weir.history;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Up to {@value #CAPACITY} swaps, in one array for each column. A scan fills the same batch again and again, so it needs constant
 * memory. The arrays are not copies; rows 0 to {@link #size} - 1 are valid. Not thread-safe.
 */
public final class SwapBatch {

    /** Maximum number of rows. */
    public static final int CAPACITY = 8_192;

    /** Length of a transaction hash in bytes. */
    public static final int HASH_BYTES = 32;

    private final long[] blocks = new long[CAPACITY];
    private final int[] logIndexes = new int[CAPACITY];
    private final int[] ticks = new int[CAPACITY];
    private final long[] timestamps = new long[CAPACITY];
    private final Int256Column sqrtPricesX96 = new Int256Column();
    private final Int256Column liquidity = new Int256Column();
    private final Int256Column amounts0 = new Int256Column();
    private final Int256Column amounts1 = new Int256Column();
    private final byte[] txHashes = new byte[CAPACITY * HASH_BYTES];
    private int size;

    /** Returns the number of rows. */
    public int size() {
        return size;
    }

    /** Sets the number of rows, after the arrays were filled directly. */
    public void resize(int rows) {
        if (rows < 0 || rows > CAPACITY) {
            throw new IllegalArgumentException(rows + " rows in a batch of " + CAPACITY);
        }
        size = rows;
    }

    /** Block numbers, ascending. */
    public long[] blocks() {
        return blocks;
    }

    /** Positions of the events in their block, ascending within a block. */
    public int[] logIndexes() {
        return logIndexes;
    }

    /** Ticks after each swap. */
    public int[] ticks() {
        return ticks;
    }

    /** Unix seconds, or {@link SwapRow#UNKNOWN_TIME}. */
    public long[] timestamps() {
        return timestamps;
    }

    /** Prices after each swap, Q64.96. */
    public Int256Column sqrtPricesX96() {
        return sqrtPricesX96;
    }

    /** In-range liquidity after each swap. */
    public Int256Column liquidity() {
        return liquidity;
    }

    /** Changes of the pool's token0 balance, raw units: positive if the pool received token0. */
    public Int256Column amounts0() {
        return amounts0;
    }

    /** Changes of the pool's token1 balance, raw units. */
    public Int256Column amounts1() {
        return amounts1;
    }

    /** Transaction hashes, {@link #HASH_BYTES} bytes a row; all zero if unknown. */
    public byte[] txHashes() {
        return txHashes;
    }

    /** Appends a row. The batch must not be full. */
    public void add(SwapRow row) {
        int i = size;
        resize(size + 1);
        blocks[i] = row.block();
        logIndexes[i] = row.logIndex();
        ticks[i] = row.tick();
        timestamps[i] = row.timestamp();
        sqrtPricesX96.set(i, row.sqrtPriceX96());
        liquidity.set(i, row.liquidity());
        amounts0.set(i, row.amount0());
        amounts1.set(i, row.amount1());
        int at = i * HASH_BYTES;
        if (row.txHash() == null) {
            Arrays.fill(txHashes, at, at + HASH_BYTES, (byte) 0);
        } else {
            System.arraycopy(HexFormat.of().parseHex(row.txHash(), 2, 2 + 2 * HASH_BYTES), 0, txHashes, at, HASH_BYTES);
        }
    }

    /**
     * Appends rows of another batch, which is faster than row by row. They must fit.
     *
     * @param from first row, inclusive
     * @param to last row, exclusive
     */
    public void addAll(SwapBatch source, int from, int to) {
        int row = size;
        int count = to - from;
        resize(row + count);
        System.arraycopy(source.blocks, from, blocks, row, count);
        System.arraycopy(source.logIndexes, from, logIndexes, row, count);
        System.arraycopy(source.ticks, from, ticks, row, count);
        System.arraycopy(source.timestamps, from, timestamps, row, count);
        sqrtPricesX96.append(row, source.sqrtPricesX96, from, count);
        liquidity.append(row, source.liquidity, from, count);
        amounts0.append(row, source.amounts0, from, count);
        amounts1.append(row, source.amounts1, from, count);
        System.arraycopy(source.txHashes, from * HASH_BYTES, txHashes, row * HASH_BYTES, count * HASH_BYTES);
    }

    /** Returns a row as a record, which is slower than reading the columns. */
    public SwapRow row(int i) {
        return new SwapRow(
                blocks[i],
                logIndexes[i],
                sqrtPricesX96.get(i),
                ticks[i],
                liquidity.get(i),
                amounts0.get(i),
                amounts1.get(i),
                txHash(i),
                timestamps[i]);
    }

    private String txHash(int i) {
        int end = (i + 1) * HASH_BYTES;
        for (int at = i * HASH_BYTES; at < end; at++) {
            if (txHashes[at] != 0) {
                return "0x" + HexFormat.of().formatHex(txHashes, i * HASH_BYTES, end);
            }
        }
        return null;
    }
}
