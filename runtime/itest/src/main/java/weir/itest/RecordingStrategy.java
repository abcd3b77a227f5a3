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

/** A strategy of the test bundle that keeps the swaps of its last query. Registered as a service until closed. */
final class RecordingStrategy implements RebalanceStrategy, AutoCloseable {

    private final Bundle bundle = FrameworkUtil.getBundle(RecordingStrategy.class);
    private final ServiceRegistration<RebalanceStrategy> registration;
    private volatile List<Swap> swaps;

    /** @param route id of the route that it serves */
    RecordingStrategy(String route) {
        Dictionary<String, Object> properties =
                new Hashtable<>(Map.of("weir.route", route, "strategy.name", "recording"));
        registration = bundle.getBundleContext().registerService(RebalanceStrategy.class, this, properties);
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        swaps = market.swaps(0);
        return Decision.keep("recorded");
    }

    /** The version that routes show: the bundle's. */
    String version() {
        return bundle.getVersion().toString();
    }

    /** Blocks of the swaps that the market of the last query contained. */
    List<Long> blocks() {
        return swaps.stream().map(Swap::blockNumber).toList();
    }

    @Override
    public void close() {
        registration.unregister();
    }
}
