package weir.axon.internal.listener;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the place of Felix HTTP's own connector, which knows none of our limits: that one is stopped, ours listens instead.
 * The stopped one stays with the server as the place where host and port are found again, when this component comes back
 * with another configuration.
 *
 * <p>On the open port Felix HTTP's connector never listens at all, it stands in for ours on a loopback port that nobody
 * knows: it would answer 404 before the axon is there, and a connection that it has accepted while it stops is never served
 * nor closed (seen with Jetty 12.0.32). Ours listens once the axon is there, which means registered: the whiteboard maps it
 * within the same registration, before or after this component hears of it, so that in theory a request in between meets 404.
 * In twenty starts with requests sent all the time none did. Every other listener of Felix HTTP, as that of the commands, is
 * given back its own connector when the axon goes.
 */
@Component(configurationPid = "weir.axon.listener")
@Designate(ocd = ListenerConfiguration.class)
public final class GuardedListener implements ConnectorFactory {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

    /** Between the stop of the one connector and the start of the other somebody else may take the port for a moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Its servlet. */
    private static final String AXON = "(component.name=weir.axon.internal.AxonServlet)";

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final BundleContext context;
    private final ListenerConfiguration configuration;
    private final Limits limits;

    /** Felix HTTP's own connectors that ours took the places of, but for the stand-in. */
    private final List<ServerConnector> replaced = new CopyOnWriteArrayList<>();

    private final Farewell farewell = new Farewell();

    /** Made by DS. */
    @Activate
    public GuardedListener(
            BundleContext context, @Reference(target = AXON) Servlet axon, ListenerConfiguration configuration) {
        this(context, configuration);
        context.addBundleListener(farewell);
        LOG.debug("{} is there", axon);
    }

    GuardedListener(BundleContext context, ListenerConfiguration configuration) {
        this.context = context;
        this.configuration = configuration;
        limits = Limits.of(configuration);
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(farewell);
        if (context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() != Bundle.STOPPING) {
            giveBack();
        }
    }

    /** Ours are closed by now: the axon's port stays so, the others are listened on as before we came. */
    void giveBack() {
        for (ServerConnector felix : replaced) {
            try {
                if (felix.getServer().isStarted()) {
                    felix.start();
                }
            } catch (Exception e) {
                LOG.error("{}:{} is not listened on any more", felix.getHost(), felix.getPort(), e);
            }
        }
    }

    @Override
    public Connector createConnector(Server server) {
        ServerConnector felix = Stream.of(server.getConnectors())
                .filter(ServerConnector.class::isInstance)
                .map(ServerConnector.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Felix HTTP has no connector: set org.osgi.service.http.port, and leave HTTP enabled"));
        try {
            if (felix.isRunning()) {
                // Where "any free port" is asked for, the one that was found and told to others stays.
                felix.setPort(felix.getLocalPort());
            }
            felix.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Felix HTTP's own connector did not stop", e);
        }
        boolean standsIn = configuration.stand_in() == felix.getPort();
        String host = standsIn ? configuration.host() : felix.getHost();
        int port = standsIn ? configuration.port() : felix.getPort();
        replaced.removeIf(gone -> !gone.getServer().isRunning());
        if (!standsIn) {
            replaced.add(felix);
        }
        ServerConnector guarded = GuardedConnector.of(server, host, port, limits);
        if (standsIn) {
            farewell.to(guarded);
        }
        try {
            open(guarded);
        } catch (IOException e) {
            stopHost(guarded, e);
        }
        return guarded;
    }

    private static void open(ServerConnector connector) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                connector.open();
                LOG.info("listening on {}:{}", connector.getHost(), connector.getLocalPort());
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** A host that nobody can ask is stopped, so that whoever watches over it sees it. */
    private void stopHost(ServerConnector address, IOException cause) {
        LOG.error(
                "{}:{} cannot be listened on ({}), so the host stops: end the program that has taken the port, or choose"
                        + " another --axon.port",
                address.getHost(),
                address.getPort(),
                cause.toString());
        try {
            context.getBundle(0).stop();
        } catch (BundleException e) {
            LOG.error("the host does not stop", e);
        }
    }
}
