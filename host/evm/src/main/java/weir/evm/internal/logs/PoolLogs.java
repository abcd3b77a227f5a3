package weir.evm.internal.logs;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import weir.history.SwapBatch;
import weir.history.SwapRow;

/**
 * Decoded logs of one pool in chain order, in one array for each column. {@link LogReader} fills the same object again and again, so a
 * long fetch needs constant memory. Not thread-safe.
 */
public final class PoolLogs {

    /** Maximum number of logs: providers return up to 20,000. */
    static final int MAX_LOGS = 50_000;

    private static final int LIMBS_PER_LOG = 4 * EventType.MAX_WORDS;
    private static final int HASH_BYTES = SwapBatch.HASH_BYTES;
    private static final int INITIAL_CAPACITY = 1_024;
    private static final EventType[] TYPES = EventType.values();

    private byte[] types = new byte[INITIAL_CAPACITY];
    private long[] blocks = new long[INITIAL_CAPACITY];
    private int[] logIndexes = new int[INITIAL_CAPACITY];
    private long[] timestamps = new long[INITIAL_CAPACITY];
    private byte[] txHashes = new byte[INITIAL_CAPACITY * HASH_BYTES];
    private byte[] blockHashes = new byte[INITIAL_CAPACITY * HASH_BYTES];
    private long[] limbs = new long[INITIAL_CAPACITY * LIMBS_PER_LOG];
    private int size;
    private int duplicates;

    /** Returns the number of logs. */
    public int size() {
        return size;
    }

    /** Returns the number of logs that the node returned more than once; they are here once. */
    public int duplicates() {
        return duplicates;
    }

    /** Returns the event of a log. */
    public EventType type(int log) {
        return TYPES[types[log]];
    }

    /** Returns the number of a log's block. */
    public long block(int log) {
        return blocks[log];
    }

    /** Returns the position of a log in its block. */
    public int logIndex(int log) {
        return logIndexes[log];
    }

    /** Returns the time that the node gave for a log's block, in Unix seconds; {@link SwapRow#UNKNOWN_TIME} if it gave none, or 0. */
    public long timestamp(int log) {
        return timestamps[log];
    }

    /** Returns the hash of a log's transaction, {@code 0x} and 64 lower-case hex digits. */
    public String txHash(int log) {
        return hash(txHashes, log);
    }

    /** Returns the hash of a log's block, {@code 0x} and 64 lower-case hex digits. */
    public String blockHash(int log) {
        return hash(blockHashes, log);
    }

    private static String hash(byte[] hashes, int log) {
        return "0x" + HexFormat.of().formatHex(hashes, log * HASH_BYTES, (log + 1) * HASH_BYTES);
    }

    /** Copies the hash of a log's transaction. */
    public void copyTxHash(int log, byte[] target, int at) {
        System.arraycopy(txHashes, log * HASH_BYTES, target, at, HASH_BYTES);
    }

    /**
     * Returns 64 bits of a word.
     *
     * @param word index in the event's words, see {@link EventType}
     * @param limb 0 (least significant) to 3 (with the sign)
     */
    public long limb(int log, int word, int limb) {
        return limbs[log * LIMBS_PER_LOG + 4 * word + limb];
    }

    /** Returns a word as a number; signed types may be negative, others are not. */
    public BigInteger number(int log, int word) {
        byte[] bytes = new byte[33];
        for (int limb = 0; limb < 4; limb++) {
            long value = limb(log, word, limb);
            for (int i = 0; i < 8; i++) {
                bytes[32 - 8 * limb - i] = (byte) (value >>> 8 * i);
            }
        }
        bytes[0] = (byte) (isNegative(log, word) ? -1 : 0);
        return new BigInteger(bytes);
    }

    private boolean isNegative(int log, int word) {
        WordType type = type(log).words().get(word);
        return limb(log, word, 3) < 0 && (type == WordType.INT24 || type == WordType.INT256);
    }

    /** Returns a word of a small type, such as a tick. */
    public int integer(int log, int word) {
        return (int) limb(log, word, 0);
    }

    /** Returns a word as an address, {@code 0x} and 40 lower-case hex digits. */
    public String address(int log, int word) {
        HexFormat hex = HexFormat.of();
        return "0x" + hex.toHexDigits(limb(log, word, 2), 8) + hex.toHexDigits(limb(log, word, 1))
                + hex.toHexDigits(limb(log, word, 0));
    }

    /** Returns the index of the first log of a block or a later one. */
    public int firstFrom(long block) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks[middle] < block) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void clear() {
        size = 0;
        duplicates = 0;
    }

    /** Returns the index of a new log, whose columns the caller fills. */
    int add(EventType type, long block, int logIndex, long timestamp) {
        if (size == blocks.length) {
            grow();
        }
        types[size] = (byte) type.ordinal();
        blocks[size] = block;
        logIndexes[size] = logIndex;
        timestamps[size] = timestamp;
        Arrays.fill(limbs, size * LIMBS_PER_LOG, (size + 1) * LIMBS_PER_LOG, 0);
        return size++;
    }

    private void grow() {
        int capacity = Math.min(MAX_LOGS, 2 * blocks.length);
        types = Arrays.copyOf(types, capacity);
        blocks = Arrays.copyOf(blocks, capacity);
        logIndexes = Arrays.copyOf(logIndexes, capacity);
        timestamps = Arrays.copyOf(timestamps, capacity);
        txHashes = Arrays.copyOf(txHashes, capacity * HASH_BYTES);
        blockHashes = Arrays.copyOf(blockHashes, capacity * HASH_BYTES);
        limbs = Arrays.copyOf(limbs, capacity * LIMBS_PER_LOG);
    }

    void setHashes(int log, String txHash, String blockHash) {
        HexWords.decode(txHash, 2, txHashes, log * HASH_BYTES);
        HexWords.decode(blockHash, 2, blockHashes, log * HASH_BYTES);
    }

    /** Sets a word from 64 hexadecimal digits. Returns false if it is not a value of its type. */
    boolean setWord(int log, int word, String text, int at) {
        int limb = log * LIMBS_PER_LOG + 4 * word;
        HexWords.decode(text, at, limbs, limb);
        return type(log).words().get(word).accepts(limbs, limb);
    }

    boolean haveSameBlockHash(int log, int other) {
        return areEqual(blockHashes, log, other, HASH_BYTES);
    }

    private static boolean areEqual(byte[] column, int log, int other, int width) {
        return Arrays.equals(column, log * width, (log + 1) * width, column, other * width, (other + 1) * width);
    }

    /** Returns whether two logs of the same place have the same content. */
    boolean areIdentical(int log, int other) {
        return types[log] == types[other]
                && areEqual(txHashes, log, other, HASH_BYTES)
                && areEqual(blockHashes, log, other, HASH_BYTES)
                && Arrays.equals(
                        limbs,
                        log * LIMBS_PER_LOG,
                        (log + 1) * LIMBS_PER_LOG,
                        limbs,
                        other * LIMBS_PER_LOG,
                        (other + 1) * LIMBS_PER_LOG);
    }

    /** Returns the log at a place before the last one; -1 if there is none. */
    int indexBeforeLast(long block, int logIndex) {
        for (int log = firstFrom(block); log < size - 1 && blocks[log] == block; log++) {
            if (logIndexes[log] == logIndex) {
                return log;
            }
        }
        return -1;
    }

    /** Removes the last log, which repeats another one. */
    void dropLastAsDuplicate() {
        size--;
        duplicates++;
    }
}
