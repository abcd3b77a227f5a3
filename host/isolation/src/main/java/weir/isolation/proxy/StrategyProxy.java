package weir.isolation.proxy;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import weir.isolation.ChildException;
import weir.isolation.ChildProcesses;
import weir.isolation.RemoteComponent;
import weir.isolation.RemoteStrategy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/**
 * The component of a strategy that runs in a child process. Its activation creates the instance there, and each call is sent to it. The
 * entry {@link ProxyDescription#ENTRY} of its bundle says which JAR and which class it stands for. Thread-safe.
 */
public class StrategyProxy implements RebalanceStrategy {

    private volatile RemoteStrategy remote;
    private volatile ServiceReference<ChildProcesses> children;

    /**
     * Creates the instance. Named as Declarative Services expects it if a description names no method.
     *
     * @throws ChildException if the process does not start, or the strategy fails
     */
    public void activate(ComponentContext context) {
        children = own().getServiceReference(ChildProcesses.class);
        ChildProcesses service = children == null ? null : own().getService(children);
        if (service == null) {
            throw new ChildException("the service of child processes has stopped");
        }
        try {
            remote = service.create(description(context), properties(context.getProperties()));
        } catch (RuntimeException | Error e) {
            own().ungetService(children);
            throw e;
        }
    }

    /** Ends the instance. */
    public void deactivate(ComponentContext context) {
        try {
            remote.close();
        } finally {
            own().ungetService(children);
        }
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        return remote.decide(query, market);
    }

    /** The instance in the child process. */
    RemoteStrategy remote() {
        return remote;
    }

    /** The context of this class's bundle: the bundle of the component finds no service of the host. */
    private static BundleContext own() {
        return FrameworkUtil.getBundle(StrategyProxy.class).getBundleContext();
    }

    private static RemoteComponent description(ComponentContext context) {
        URL entry = context.getBundleContext().getBundle().getEntry(ProxyDescription.ENTRY);
        Properties properties = new Properties();
        try (Reader in = new InputStreamReader(entry.openStream(), StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException e) {
            throw new ChildException(ProxyDescription.ENTRY + " cannot be read: " + e);
        }
        return ProxyDescription.read(
                properties, String.valueOf(context.getProperties().get("component.name")));
    }

    /** The component's own properties, with the values of its configuration. */
    private static Map<String, Object> properties(Dictionary<String, Object> all) {
        Map<String, Object> own = new TreeMap<>();
        for (String name : Collections.list(all.keys())) {
            if (!name.startsWith("service.") && !name.startsWith("component.") && !name.startsWith("felix.")) {
                own.put(name, all.get(name));
            }
        }
        return own;
    }
}
