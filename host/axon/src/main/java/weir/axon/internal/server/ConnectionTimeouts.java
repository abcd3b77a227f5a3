package weir.axon.internal.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that exceed the time limit of their phase: header, body, handling or idle. A timer checks all connections four
 * times a second. After {@link #shutdown}, each response has the header {@code Connection: close}, and connections are closed after
 * half a second without a request. Thread-safe.
 */
final class ConnectionTimeouts extends Handler.Wrapper implements Connection.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionTimeouts.class);
    private static final long CHECK_INTERVAL_MS = 250;
    /** How long a connection may be idle during shutdown. Its client may have sent a request that has not arrived. */
    private static final Duration SHUTDOWN_IDLE_TIMEOUT = Duration.ofMillis(500);

    private final ServerLimits limits;
    private final Scheduler scheduler;
    private final LongSupplier nanoTime;
    private final Map<Connection, ConnectionPhase> phases = new ConcurrentHashMap<>();
    private volatile Scheduler.Task nextCheck;
    private final CompletableFuture<Void> allClosed = new CompletableFuture<>();
    private volatile boolean isShuttingDown;

    /** @param nanoTime a monotonic clock, ns */
    ConnectionTimeouts(ServerLimits limits, Scheduler scheduler, LongSupplier nanoTime, Handler handler) {
        super(handler);
        this.limits = limits;
        this.scheduler = scheduler;
        this.nanoTime = nanoTime;
    }

    private enum Phase {
        HEADER,
        BODY,
        HANDLING,
        IDLE
    }

    /** The start of a phase: the monotonic time, and the number of bytes that the connection had received. */
    private record PhaseStart(Phase phase, long startNs, long bytesIn) {}

    /** The current phase of a connection. Jetty's threads and the timer change it. */
    private final class ConnectionPhase {
        private final Connection connection;
        private final AtomicReference<PhaseStart> current;

        ConnectionPhase(Connection connection) {
            this.connection = connection;
            current = new AtomicReference<>(startOf(Phase.HEADER));
        }

        void enter(Phase phase) {
            current.set(startOf(phase));
        }

        /** Enters a phase unless another thread has changed the phase since {@code before} was read. */
        boolean enterAfter(PhaseStart before, Phase phase) {
            return current.compareAndSet(before, startOf(phase));
        }

        private PhaseStart startOf(Phase phase) {
            return new PhaseStart(phase, nanoTime.getAsLong(), connection.getBytesIn());
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        scheduleNextCheck();
    }

    @Override
    protected void doStop() throws Exception {
        nextCheck.cancel();
        super.doStop();
    }

    @Override
    public void onOpened(Connection connection) {
        phases.put(connection, new ConnectionPhase(connection));
    }

    @Override
    public void onClosed(Connection connection) {
        phases.remove(connection);
        completeIfAllClosed();
    }

    /** Jetty calls this when the headers of a request are complete. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        ConnectionPhase phase = phases.get(request.getConnectionMetaData().getConnection());
        if (phase == null) {
            return super.handle(request, response, callback);
        }
        phase.enter(Phase.HANDLING);
        Request.addCompletionListener(request, failure -> phase.enter(Phase.IDLE));
        Request tracked = new TrackedRequest(request, phase);
        return super.handle(tracked, new ClosingResponse(tracked, response), callback);
    }

    /** Starts the body phase only when the host has to wait for bytes, so that a busy host does not make the client look slow. */
    private static final class TrackedRequest extends Request.Wrapper {
        private final ConnectionPhase phase;

        TrackedRequest(Request request, ConnectionPhase phase) {
            super(request);
            this.phase = phase;
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            PhaseStart now = phase.current.get();
            if (chunk == null && now.phase == Phase.HANDLING) {
                phase.enterAfter(now, Phase.BODY);
            } else if (chunk != null && chunk.isLast() && now.phase == Phase.BODY) {
                phase.enterAfter(now, Phase.HANDLING);
            }
            return chunk;
        }
    }

    /**
     * Adds {@code Connection: close} during shutdown. Jetty's own shutdown may answer without this header and then close the
     * connection, so that a client would send its next request into a closed connection.
     */
    private final class ClosingResponse extends Response.Wrapper {
        ClosingResponse(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (isShuttingDown && !isCommitted()) {
                getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
            }
            super.write(last, content, callback);
        }
    }

    /** Begins to close all connections. The caller has closed the port. Returns a future that completes when all are closed. */
    CompletableFuture<Void> shutdown() {
        isShuttingDown = true;
        checkAll();
        completeIfAllClosed();
        return allClosed;
    }

    private void completeIfAllClosed() {
        if (isShuttingDown && phases.isEmpty()) {
            allClosed.complete(null);
        }
    }

    private void scheduleNextCheck() {
        nextCheck = scheduler.schedule(
                () -> {
                    try {
                        checkAll();
                    } finally {
                        if (!isStopping() && !isStopped()) {
                            scheduleNextCheck();
                        }
                    }
                },
                CHECK_INTERVAL_MS,
                TimeUnit.MILLISECONDS);
    }

    private void checkAll() {
        // Computed once: otherwise, closing some connections would change the limit for those that are checked later.
        Duration idleTimeout = isCrowded() ? limits.crowdedKeepAliveTimeout() : limits.keepAliveTimeout();
        phases.values().forEach(phase -> check(phase, idleTimeout));
    }

    private void check(ConnectionPhase phase, Duration idleTimeout) {
        PhaseStart start = phase.current.get();
        long elapsedNs = nanoTime.getAsLong() - start.startNs;
        long bytes = phase.connection.getBytesIn() - start.bytesIn;
        if (start.phase == Phase.IDLE && bytes > 0) {
            phase.enterAfter(start, Phase.HEADER);
        } else if (elapsedNs > timeLimit(start.phase, idleTimeout).toNanos()
                || start.phase == Phase.BODY && isTooSlow(elapsedNs, bytes)) {
            LOG.debug(
                    "Closing a connection after {} ms in phase {}: {}",
                    elapsedNs / 1_000_000,
                    start.phase,
                    phase.connection);
            phase.connection.getEndPoint().close();
        }
    }

    private Duration timeLimit(Phase phase, Duration idleTimeout) {
        return switch (phase) {
            case HEADER -> isShuttingDown ? SHUTDOWN_IDLE_TIMEOUT : limits.headerTimeout();
            case BODY -> limits.bodyTimeout();
            case HANDLING -> limits.handlingTimeout();
            case IDLE -> isShuttingDown ? SHUTDOWN_IDLE_TIMEOUT : idleTimeout;
        };
    }

    private boolean isCrowded() {
        return phases.size() > limits.maxConnections() / 2;
    }

    private boolean isTooSlow(long elapsedNs, long bytes) {
        double seconds = (elapsedNs - limits.bodyRateGrace().toNanos()) / 1e9;
        return seconds > 0 && bytes < limits.minBodyBytesPerSecond() * seconds;
    }
}
