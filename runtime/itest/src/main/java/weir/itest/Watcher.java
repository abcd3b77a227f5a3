package weir.itest;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.Swap;

/** A strategy of the test bundle's own that keeps what it saw. Registered until closed. */
final class Watcher implements RebalanceStrategy, AutoCloseable {

    private final Bundle bundle = FrameworkUtil.getBundle(Watcher.class);
    private final ServiceRegistration<RebalanceStrategy> registration;
    private volatile List<Swap> seen;

    /** @param route whose queries it answers */
    Watcher(String route) {
        Dictionary<String, Object> properties =
                new Hashtable<>(Map.of("weir.route", route, "strategy.name", "watcher"));
        registration = bundle.getBundleContext().registerService(RebalanceStrategy.class, this, properties);
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        seen = market.swaps(0);
        return Decision.keep("watching");
    }

    String version() {
        return bundle.getVersion().toString();
    }

    /** Blocks of the swaps that the last query showed. */
    List<Long> swaps() {
        return seen.stream().map(Swap::blockNumber).toList();
    }

    @Override
    public void close() {
        registration.unregister();
    }
}
