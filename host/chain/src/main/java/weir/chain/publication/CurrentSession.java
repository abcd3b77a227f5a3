package weir.chain.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import weir.chain.ChainException;
import weir.chain.client.ChainClient;
import weir.chain.client.ChainSession;

/** The one session that is open, on a node that is not behind. Used by one thread. */
final class CurrentSession implements AutoCloseable {

    /** How long a connection may wait because nodes have failed or refuse this client. */
    private static final Duration CONNECT_PATIENCE = Duration.ofMinutes(2);

    private static final Duration MAX_LAG = Duration.ofMinutes(5);

    private final ChainClient client;
    private final Consumer<String> progress;
    private ChainSession session;

    CurrentSession(ChainClient client, Consumer<String> progress) {
        this.client = client;
        this.progress = progress;
    }

    /** Returns the open session, or connects: to each node once, for two minutes at most. */
    ChainSession get() {
        return get(client.now().plus(CONNECT_PATIENCE));
    }

    /**
     * Returns the open session, or connects: to each node once, until the deadline at most.
     *
     * @throws ChainException if no node can be used
     */
    ChainSession get(Instant deadline) {
        for (int attempts = 1; session == null; attempts++) {
            try {
                session = connect(deadline);
            } catch (ChainException e) {
                if (attempts >= client.nodeCount() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                progress.accept(e.getMessage());
            }
        }
        return session;
    }

    private ChainSession connect(Instant deadline) {
        ChainSession opened = client.connect(deadline);
        try {
            Optional<Duration> lag = opened.lag(opened.awaitFinalized(-1));
            if (lag.isPresent() && lag.get().compareTo(MAX_LAG) > 0) {
                opened.reject("its chain is " + lag.get().toMinutes()
                        + " minutes behind the clock of this machine. Check the clock, or use another node");
            }
            return opened;
        } catch (ChainException e) {
            opened.close();
            throw e;
        }
    }

    /** Closes the session if one is open, because its node cannot be used. The next call of {@link #get} connects to another node. */
    void leaveNode(String reason) {
        if (session != null) {
            try {
                session.reject(reason);
            } catch (ChainException expected) {
                // It always throws.
            }
            close();
        }
    }

    /** Closes the session if one is open. The next call of {@link #get} connects. */
    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
