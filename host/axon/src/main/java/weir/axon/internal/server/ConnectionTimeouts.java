package weir.axon.internal.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
 * Closes connections that exceed the time limit of their phase: header, body, handling, idle. The phases are checked four
 * times a second. After {@link #shutdown}, responses announce the close of their connection, and idle connections are closed
 * after half a second. Thread-safe.
 */
final class ConnectionTimeouts extends Handler.Wrapper implements Connection.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionTimeouts.class);
    private static final long CHECK_INTERVAL_MS = 250;
    /** A request may be under way on a connection that was opened or answered within this time. */
    private static final Duration SHUTDOWN_IDLE = Duration.ofMillis(500);

    private final ServerLimits limits;
    private final Scheduler scheduler;
    private final LongSupplier nanoTime;
    private final Map<Connection, Tracker> trackers = new ConcurrentHashMap<>();
    private volatile Scheduler.Task nextCheck;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean shutdown;

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

    /** A phase, when it began, and how many bytes of the connection had been read by then. */
    private record PhaseStart(Phase phase, long since, long bytes) {}

    private final class Tracker {
        private final Connection connection;
        private volatile PhaseStart current;

        Tracker(Connection connection) {
            this.connection = connection;
            enter(Phase.HEADER);
        }

        void enter(Phase phase) {
            current = new PhaseStart(phase, nanoTime.getAsLong(), connection.getBytesIn());
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        scheduleCheck();
    }

    @Override
    protected void doStop() throws Exception {
        nextCheck.cancel();
        super.doStop();
    }

    @Override
    public void onOpened(Connection connection) {
        trackers.put(connection, new Tracker(connection));
    }

    @Override
    public void onClosed(Connection connection) {
        trackers.remove(connection);
        completeIfDrained();
    }

    /** Called when the headers of a request are complete. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Tracker tracker = trackers.get(request.getConnectionMetaData().getConnection());
        if (tracker == null) {
            return super.handle(request, response, callback);
        }
        tracker.enter(Phase.HANDLING);
        Request.addCompletionListener(request, failure -> tracker.enter(Phase.IDLE));
        Request tracked = new TrackedRequest(request, tracker);
        return super.handle(tracked, new ClosingResponse(tracked, response), callback);
    }

    /** The client is charged for the body's time only while a read has found no bytes: a busy host is not a slow client. */
    private static final class TrackedRequest extends Request.Wrapper {
        private final Tracker tracker;

        TrackedRequest(Request request, Tracker tracker) {
            super(request);
            this.tracker = tracker;
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            Phase phase = tracker.current.phase;
            if (chunk == null && phase == Phase.HANDLING) {
                tracker.enter(Phase.BODY);
            } else if (chunk != null && chunk.isLast() && phase == Phase.BODY) {
                tracker.enter(Phase.HANDLING);
            }
            return chunk;
        }
    }

    /**
     * Jetty's own shutdown may close a connection right after a response that did not announce it; the client's next request
     * would be lost.
     */
    private final class ClosingResponse extends Response.Wrapper {
        ClosingResponse(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (shutdown && !isCommitted()) {
                getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
            }
            super.write(last, content, callback);
        }
    }

    /** Begins to close all connections; new ones must not be accepted any more. Completes when none is left. */
    CompletableFuture<Void> shutdown() {
        shutdown = true;
        check();
        completeIfDrained();
        return drained;
    }

    private void completeIfDrained() {
        if (shutdown && trackers.isEmpty()) {
            drained.complete(null);
        }
    }

    private void scheduleCheck() {
        nextCheck = scheduler.schedule(
                () -> {
                    try {
                        check();
                    } finally {
                        if (!isStopping() && !isStopped()) {
                            scheduleCheck();
                        }
                    }
                },
                CHECK_INTERVAL_MS,
                TimeUnit.MILLISECONDS);
    }

    private void check() {
        // Decided once, or closing one connection would spare another that has been idle for longer.
        Duration idle = isCrowded() ? limits.crowdedKeepAlive() : limits.keepAlive();
        trackers.values().forEach(tracker -> check(tracker, idle));
    }

    private void check(Tracker tracker, Duration idle) {
        PhaseStart at = tracker.current;
        long elapsed = nanoTime.getAsLong() - at.since;
        long bytes = tracker.connection.getBytesIn() - at.bytes;
        if (at.phase == Phase.IDLE && bytes > 0) {
            tracker.enter(Phase.HEADER);
        } else if (elapsed > allowed(at.phase, idle).toNanos() || at.phase == Phase.BODY && isTooSlow(elapsed, bytes)) {
            LOG.debug("Closing a connection after {} ms of {}: {}", elapsed / 1_000_000, at.phase, tracker.connection);
            tracker.connection.getEndPoint().close();
        }
    }

    private Duration allowed(Phase phase, Duration idle) {
        return switch (phase) {
            case HEADER -> shutdown ? SHUTDOWN_IDLE : limits.header();
            case BODY -> limits.body();
            case HANDLING -> limits.handling();
            case IDLE -> shutdown ? SHUTDOWN_IDLE : idle;
        };
    }

    private boolean isCrowded() {
        return trackers.size() > limits.connections() / 2;
    }

    private boolean isTooSlow(long elapsed, long bytes) {
        double seconds = (elapsed - limits.rateGrace().toNanos()) / 1e9;
        return seconds > 0 && bytes < limits.bytesPerSecond() * seconds;
    }
}
