package weir.chain.internal.rpc;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Chooses the node to connect to, and how long to wait before. After a failure it is the next node, after 1, 2, 4, … 60 seconds, each +-20 %.
 * After a refusal by policy it is the same node, not before the time that the node has named: the limits of public nodes hold for the
 * client's address, so other nodes would refuse it, too. Used on one thread.
 */
public final class Endpoints {

    private static final Duration MAX_DELAY = Duration.ofSeconds(60);
    private static final double JITTER = 0.2;

    private final List<URI> nodes;
    private final DoubleSupplier random;
    private int index;
    private int failures;

    /**
     * @param nodes addresses in the order of preference, at least one
     * @param random returns numbers from 0 to 1
     */
    public Endpoints(List<URI> nodes, DoubleSupplier random) {
        this.nodes = List.copyOf(nodes);
        this.random = random;
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("no node is configured");
        }
    }

    /** The node to connect to. */
    public URI current() {
        return nodes.get(index);
    }

    /** Begins again with the shortest delay: a connection has lasted for a while. */
    public void succeeded() {
        failures = 0;
    }

    /** Chooses the next node, and returns how long to wait before connecting to it. */
    public Duration failed() {
        index = (index + 1) % nodes.size();
        return nextDelay();
    }

    /** Keeps the node, and returns how long to wait before connecting to it again. */
    public Duration refused(Optional<Duration> retryAfter) {
        Duration delay = nextDelay();
        return retryAfter.filter(wanted -> wanted.compareTo(delay) > 0).orElse(delay);
    }

    private Duration nextDelay() {
        Duration delay = failures < 6 ? Duration.ofSeconds(1L << failures) : MAX_DELAY;
        failures++;
        double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
        return Duration.ofMillis(Math.round(delay.toMillis() * factor));
    }
}
