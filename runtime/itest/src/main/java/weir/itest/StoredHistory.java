package weir.itest;

import java.math.BigInteger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;
import weir.fixtures.Await;
import weir.fixtures.RebalanceBodies;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.strategy.Price;

/** Appends swaps to the host's own store, as a follower of the chain does. */
final class StoredHistory implements AutoCloseable {

    /** A route of its pair to {@link RecordingStrategy}. */
    static final String ROUTE = "{\"pair\": \"" + RebalanceBodies.POOL + "\", \"strategy\": \"recording\"}";

    private static final PoolKey POOL = new PoolKey(8453, RebalanceBodies.POOL);

    private final ServiceTracker<SwapStore, SwapStore> stores;
    private final SwapStore store;
    private int tick = 197_000;

    StoredHistory() throws InterruptedException {
        BundleContext context = FrameworkUtil.getBundle(StoredHistory.class).getBundleContext();
        stores = new ServiceTracker<>(context, SwapStore.class, null);
        stores.open();
        store = stores.waitForService(Await.TIMEOUT.toMillis());
    }

    /** Appends two swaps, one in each block; the blocks between have none. */
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
