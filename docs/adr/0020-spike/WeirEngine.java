import java.nio.file.Path;
import weir.history.BlockRange;
import weir.history.Histories;
import weir.history.SwapBatch;
import weir.history.SwapCursor;
import weir.history.SwapStore;

/** The candidate of our own: frames in a file. */
record WeirEngine(SwapStore store) implements Engine {
    WeirEngine(Path folder) {
        this(Histories.embedded(folder));
    }

    @Override
    public void add(int pool, long first, long last, SwapBatch batch) {
        store.append(StoreSpike.POOLS[pool], new BlockRange(first, last), batch);
    }

    @Override
    public void finish() {}

    @Override
    public long scan(int pool) {
        SwapBatch batch = new SwapBatch();
        long sum = 0;
        try (SwapCursor cursor = store.scan(StoreSpike.POOLS[pool], BlockRange.all())) {
            while (cursor.next(batch)) {
                for (int row = 0; row < batch.size(); row++) {
                    sum += batch.blocks()[row] + batch.logIndexes()[row] + batch.ticks()[row] + batch.timestamps()[row];
                }
                for (var wide : new weir.history.WideColumn[] {
                    batch.sqrtPricesX96(), batch.liquidity(), batch.amounts0(), batch.amounts1()
                }) {
                    long[] low = wide.limb(0);
                    for (int row = 0; row < batch.size(); row++) {
                        sum += low[row];
                    }
                    if (wide.limbs() > 1) {
                        long[] high = wide.limb(1);
                        for (int row = 0; row < batch.size(); row++) {
                            sum += high[row];
                        }
                    } else {
                        for (int row = 0; row < batch.size(); row++) {
                            sum += low[row] >> 63;
                        }
                    }
                }
            }
        }
        return sum;
    }
}
