package weir.itest;

import java.math.BigInteger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.strategy.Price;

/** The host's own store, written to as a follower of the chain would. */
final class StoredHistory implements AutoCloseable {

    /** Block that {@link HostUnderTest#ask} names. */
    static final long ASKED = 31_000_000;

    /** Route of its pair. */
    static final String ROUTE = "{\"pair\": \"0x2222222222222222222222222222222222222222\", \"strategy\": \"watcher\"}";

    private static final PoolKey POOL = new PoolKey(8453, "0x2222222222222222222222222222222222222222");
    private static final long PATIENCE_MILLIS = 20_000;

    private final ServiceTracker<SwapStore, SwapStore> stores;
    private final SwapStore store;
    private int tick = 197_000;

    StoredHistory() throws InterruptedException {
        BundleContext context = FrameworkUtil.getBundle(StoredHistory.class).getBundleContext();
        stores = new ServiceTracker<>(context, SwapStore.class, null);
        stores.open();
        store = stores.waitForService(PATIENCE_MILLIS);
    }

    /** Two swaps, one in each block; the blocks between have none. */
    void append(long first, long last) {
        SwapBatch batch = new SwapBatch();
        batch.add(row(first));
        batch.add(row(last));
        store.append(POOL, new BlockRange(first, last), batch);
    }

    /** Each swap buys token0, so the price rises. */
    private SwapRow row(long block) {
        tick += 5;
        BigInteger price = Price.atTick(tick).sqrtPriceX96();
        BigInteger out = BigInteger.TEN.pow(9).negate();
        return new SwapRow(
                block, 0, price, tick, BigInteger.TEN.pow(19), out, BigInteger.TEN.pow(17), null, SwapRow.UNKNOWN_TIME);
    }

    @Override
    public void close() {
        stores.close();
    }
}
