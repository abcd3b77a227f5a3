package weir.backtest;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import weir.history.SwapBatch;
import weir.strategy.Price;
import weir.strategy.Swap;

/**
 * Swaps of one pool in chain order, stored in columns: about 110 bytes per swap, without loss of precision. A long history is read
 * as a sequence of such objects. Immutable and thread-safe.
 */
public final class Swaps {

    /** No swaps. */
    public static final Swaps NONE = builder(0).build();

    private final long[] blocks;
    private final int[] logIndexes;
    private final TripleDoubleColumn sqrtPrices;
    private final TripleDoubleColumn liquidities;
    private final TripleDoubleColumn amounts0;
    private final TripleDoubleColumn amounts1;

    private Swaps(Builder builder) {
        blocks = Arrays.copyOf(builder.blocks, builder.size);
        logIndexes = Arrays.copyOf(builder.logIndexes, builder.size);
        sqrtPrices = builder.sqrtPrices.build();
        liquidities = builder.liquidities.build();
        amounts0 = builder.amounts0.build();
        amounts1 = builder.amounts1.build();
    }

    /**
     * Converts swaps to columns.
     *
     * @param swaps in chain order
     * @throws IllegalArgumentException if they are not in chain order
     */
    public static Swaps of(List<Swap> swaps) {
        Builder builder = builder(swaps.size());
        for (Swap swap : swaps) {
            builder.add(
                    swap.blockNumber(),
                    swap.logIndex(),
                    swap.price().sqrtPriceX96(),
                    swap.liquidity(),
                    swap.amount0(),
                    swap.amount1());
        }
        return builder.build();
    }

    /** An empty builder with an initial capacity. */
    public static Builder builder(int capacity) {
        return new Builder(capacity);
    }

    /** Number of swaps. */
    public int size() {
        return blocks.length;
    }

    /** Block of swap {@code i}. */
    public long block(int i) {
        return blocks[i];
    }

    /** Log index of swap {@code i}: the position of its event in the block. */
    public int logIndex(int i) {
        return logIndexes[i];
    }

    /** Price after swap {@code i}, Q64.96. */
    public BigInteger sqrtPriceX96(int i) {
        return sqrtPrices.exact(i);
    }

    /** Price after swap {@code i}, as an object of the strategy API. */
    public Price price(int i) {
        return new Price(sqrtPriceX96(i));
    }

    /** In-range liquidity of the pool after swap {@code i}; zero if unknown. */
    public BigInteger liquidity(int i) {
        return liquidities.exact(i);
    }

    /** Change of the pool's token0 balance by swap {@code i}, raw units. */
    public BigInteger amount0(int i) {
        return amounts0.exact(i);
    }

    /** Change of the pool's token1 balance by swap {@code i}, raw units. */
    public BigInteger amount1(int i) {
        return amounts1.exact(i);
    }

    /** Swap {@code i} as an object of the strategy API. */
    public Swap swap(int i) {
        return new Swap(blocks[i], logIndexes[i], price(i), liquidity(i), amount0(i), amount1(i));
    }

    /** Number of swaps in all blocks up to and including a block; also the index of the first swap after that block. */
    public int countThrough(long block) {
        int from = 0;
        int to = blocks.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (blocks[middle] <= block) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** The column of prices after each swap. */
    public TripleDoubleColumn sqrtPrices() {
        return sqrtPrices;
    }

    /** The column of in-range liquidity after each swap; zero if unknown. */
    public TripleDoubleColumn liquidities() {
        return liquidities;
    }

    /** The column of changes of the pool's token0 balance. */
    public TripleDoubleColumn amounts0() {
        return amounts0;
    }

    /** The column of changes of the pool's token1 balance. */
    public TripleDoubleColumn amounts1() {
        return amounts1;
    }

    /** Collects swaps in chain order. Not thread-safe. */
    public static final class Builder {
        private long[] blocks;
        private int[] logIndexes;
        private int size;
        private final TripleDoubleColumn.Builder sqrtPrices;
        private final TripleDoubleColumn.Builder liquidities;
        private final TripleDoubleColumn.Builder amounts0;
        private final TripleDoubleColumn.Builder amounts1;

        private Builder(int capacity) {
            blocks = new long[capacity];
            logIndexes = new int[capacity];
            sqrtPrices = new TripleDoubleColumn.Builder(capacity);
            liquidities = new TripleDoubleColumn.Builder(capacity);
            amounts0 = new TripleDoubleColumn.Builder(capacity);
            amounts1 = new TripleDoubleColumn.Builder(capacity);
        }

        /**
         * Appends a swap; the parameters are those of {@link Swap}.
         *
         * @param liquidity zero if unknown
         * @throws IllegalArgumentException if the swap comes before the last one, or a number has more than 159
         *     significant bits; the builder must not be used afterwards
         */
        public Builder add(
                long block,
                int logIndex,
                BigInteger sqrtPriceX96,
                BigInteger liquidity,
                BigInteger amount0,
                BigInteger amount1) {
            addPosition(block, logIndex);
            sqrtPrices.add(sqrtPriceX96);
            liquidities.add(liquidity);
            amounts0.add(amount0);
            amounts1.add(amount1);
            return this;
        }

        /**
         * Appends the swaps of a batch that a history cursor has read.
         *
         * @throws IllegalArgumentException as {@link #add(long, int, BigInteger, BigInteger, BigInteger, BigInteger)} does
         */
        public Builder add(SwapBatch batch) {
            int rows = batch.size();
            for (int row = 0; row < rows; row++) {
                addPosition(batch.blocks()[row], batch.logIndexes()[row]);
            }
            sqrtPrices.add(batch.sqrtPricesX96(), rows);
            liquidities.add(batch.liquidity(), rows);
            amounts0.add(batch.amounts0(), rows);
            amounts1.add(batch.amounts1(), rows);
            return this;
        }

        /**
         * Appends swaps {@code from} (inclusive) to {@code to} (exclusive).
         *
         * @throws IllegalArgumentException if they come before the last one
         */
        public Builder add(Swaps swaps, int from, int to) {
            for (int i = from; i < to; i++) {
                addPosition(swaps.blocks[i], swaps.logIndexes[i]);
            }
            sqrtPrices.add(swaps.sqrtPrices, from, to);
            liquidities.add(swaps.liquidities, from, to);
            amounts0.add(swaps.amounts0, from, to);
            amounts1.add(swaps.amounts1, from, to);
            return this;
        }

        private void addPosition(long block, int logIndex) {
            if (size > 0 && comesBefore(block, logIndex, blocks[size - 1], logIndexes[size - 1])) {
                throw new IllegalArgumentException("swap " + block + "-" + logIndex + " comes after " + blocks[size - 1]
                        + "-" + logIndexes[size - 1] + "; sort by block and log index");
            }
            if (size == blocks.length) {
                int capacity = Math.max(16, 2 * size);
                blocks = Arrays.copyOf(blocks, capacity);
                logIndexes = Arrays.copyOf(logIndexes, capacity);
            }
            blocks[size] = block;
            logIndexes[size++] = logIndex;
        }

        /** Creates an object with the swaps so far. More swaps may be appended to the builder afterwards. */
        public Swaps build() {
            return new Swaps(this);
        }

        private static boolean comesBefore(long block, int logIndex, long otherBlock, int otherLogIndex) {
            return block < otherBlock || block == otherBlock && logIndex < otherLogIndex;
        }
    }
}
