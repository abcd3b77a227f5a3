package weir.axon.internal.listener;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows what each connection is at, and closes those that take too long for it. Follows a connection from outside: opened,
 * headers complete, body complete, answered; what happens between is judged four times a second. Thread-safe.
 */
final class ConnectionWatch extends AbstractLifeCycle implements Connection.Listener, HttpConfiguration.Customizer {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);
    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final long SECOND = 1_000_000_000L;

    /** Bytes that have come but that no thread has read yet do not count, so a rate means something only after a while. */
    private static final long GRACE = 5 * SECOND;

    /** In which a request may follow a connection or an answer. */
    private static final Duration MOMENT = Duration.ofMillis(500);

    /** Who asks nothing for so long makes room when more than half of all connections are taken. */
    private static final Duration KEEP_ALIVE_IN_A_CROWD = Duration.ofSeconds(5);

    private final Limits limits;
    private final Scheduler scheduler;
    private final Map<Connection, Watched> connections = new ConcurrentHashMap<>();
    private volatile Scheduler.Task next;
    private volatile boolean leaving;

    ConnectionWatch(Limits limits, Scheduler scheduler) {
        this.limits = limits;
        this.scheduler = scheduler;
    }

    private enum Phase {
        HEADER,
        BODY,
        HANDLING,
        IDLE
    }

    /** One connection's phase, since when, and how many bytes had come by then. */
    private record At(Phase phase, long since, long bytes) {}

    private static final class Watched {
        private volatile At at;

        Watched(Phase phase) {
            at = new At(phase, System.nanoTime(), 0);
        }

        void enter(Phase phase, Connection connection) {
            at = new At(phase, System.nanoTime(), connection.getBytesIn());
        }
    }

    @Override
    protected void doStart() {
        next = scheduler.schedule(this::sweep, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        next.cancel();
        connections.clear();
    }

    @Override
    public void onOpened(Connection connection) {
        connections.put(connection, new Watched(Phase.HEADER));
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    /** Called by Jetty when a request's headers are complete. */
    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        Connection connection = request.getConnectionMetaData().getConnection();
        Watched watched = connections.get(connection);
        if (watched == null) {
            return request;
        }
        watched.enter(Phase.HANDLING, connection);
        if (leaving) {
            responseHeaders.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        Request.addCompletionListener(request, failure -> watched.enter(Phase.IDLE, connection));
        return new Request.Wrapper(request) {
            @Override
            public Content.Chunk read() {
                Content.Chunk chunk = super.read();
                // The peer owes us bytes only while we have asked in vain: a busy host is not a slow peer.
                if (chunk == null && watched.at.phase == Phase.HANDLING) {
                    watched.enter(Phase.BODY, connection);
                } else if (chunk != null && chunk.isLast()) {
                    watched.enter(Phase.HANDLING, connection);
                }
                return chunk;
            }
        };
    }

    /** From now on each answer is its connection's last, and says so. */
    void leave() {
        leaving = true;
    }

    /** Whether somebody waits for an answer: a request is read or worked on, or may be on its way on a connection that is new or was just answered. */
    boolean owesAnswers() {
        return connections.entrySet().stream().anyMatch(one -> isOwed(one.getKey(), one.getValue().at));
    }

    private static boolean isOwed(Connection connection, At at) {
        boolean recent = System.nanoTime() - at.since < MOMENT.toNanos();
        return switch (at.phase) {
            case HEADER -> recent;
            case BODY, HANDLING -> true;
            case IDLE -> recent || connection.getBytesIn() > at.bytes;
        };
    }

    private void sweep() {
        try {
            // Asked once, or closing one would spare another that has been idle for longer.
            Duration idle = isCrowded() ? KEEP_ALIVE_IN_A_CROWD : limits.keepAlive();
            connections.forEach((connection, watched) -> judge(connection, watched, idle));
        } finally {
            if (isRunning()) {
                next = scheduler.schedule(this::sweep, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void judge(Connection connection, Watched watched, Duration idle) {
        At at = watched.at;
        long elapsed = System.nanoTime() - at.since;
        long bytes = connection.getBytesIn() - at.bytes;
        if (at.phase == Phase.IDLE && bytes > 0) {
            watched.enter(Phase.HEADER, connection);
        } else if (elapsed > allowed(at.phase, idle).toNanos() || at.phase == Phase.BODY && tooSlow(elapsed, bytes)) {
            LOG.debug("closed, too long at {}: {}", at.phase, connection);
            connection.getEndPoint().close();
        }
    }

    private Duration allowed(Phase phase, Duration idle) {
        return switch (phase) {
            case HEADER -> limits.header();
            case BODY -> limits.body();
            case HANDLING -> limits.handling();
            case IDLE -> idle;
        };
    }

    private boolean isCrowded() {
        return connections.size() > limits.connections() / 2;
    }

    private boolean tooSlow(long elapsed, long bytes) {
        return elapsed > GRACE && bytes < (double) limits.bytesPerSecond() * (elapsed - GRACE) / SECOND;
    }
}
