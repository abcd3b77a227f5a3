package weir.axon.internal.listener;

import java.time.Duration;
import java.util.stream.Stream;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over the address of Felix HTTP's own connector, which knows none of our limits: that one is stopped, ours listens
 * there instead. The stopped one stays with the server as the place where host and port are found again, when this
 * component comes back with another configuration.
 */
@Component(configurationPid = "weir.axon.listener")
@Designate(ocd = ListenerConfiguration.class)
public final class GuardedListener implements ConnectorFactory {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

    /** The longest that a validator waits is 30 s, and nobody waits for what takes longer. */
    private static final Duration HANDLING = Duration.ofSeconds(45);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(75);

    private final Limits limits;

    /** Made by DS. */
    @Activate
    public GuardedListener(ListenerConfiguration configuration) {
        limits = new Limits(
                Duration.ofSeconds(configuration.header_seconds()),
                Duration.ofSeconds(configuration.body_seconds()),
                configuration.body_rate(),
                HANDLING,
                KEEP_ALIVE,
                configuration.connections(),
                configuration.connections_per_address());
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
        LOG.info("listening on {}:{}", felix.getHost(), felix.getPort());
        return GuardedConnector.of(server, felix.getHost(), felix.getPort(), limits);
    }
}
