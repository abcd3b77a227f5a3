package weir.chain.internal.metagraph;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.chain.MetagraphStatus;

/**
 * The node in use and the reason why the metagraph is not current. Logs the first problem and its end; the reasons in between are only in
 * the health check. Written by one thread, read by any.
 */
final class ConnectionStatus {

    private static final String NOT_CONNECTED = "not connected yet";
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionStatus.class);

    private final int netuid;
    private volatile String endpoint = "";
    private volatile String problem = NOT_CONNECTED;
    private volatile Optional<Duration> blockAge = Optional.empty();

    ConnectionStatus(int netuid) {
        this.netuid = netuid;
    }

    /** @param newProblem empty if the metagraph is current */
    void set(URI node, String newProblem) {
        endpoint = node.toString();
        boolean hadProblem = !problem.isEmpty() && !problem.equals(NOT_CONNECTED);
        boolean isNew = !newProblem.equals(problem);
        problem = newProblem;
        if (newProblem.isEmpty() && isNew) {
            LOG.info("The metagraph of subnet {} is read from {}", netuid, endpoint);
        } else if (isNew && !hadProblem) {
            LOG.warn("The metagraph is not current: {}", newProblem);
        }
    }

    /** The connection was closed on purpose. Logs nothing. */
    void setNotConnected() {
        problem = NOT_CONNECTED;
    }

    /** The age of the newest block when it was read; empty if the block has no time. */
    void setBlockAge(Optional<Duration> age) {
        blockAge = age;
    }

    MetagraphStatus toStatus(Optional<Instant> readAt) {
        return new MetagraphStatus(false, readAt, endpoint, problem, blockAge);
    }
}
