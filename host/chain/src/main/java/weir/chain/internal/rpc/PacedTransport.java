package weir.chain.internal.rpc;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * Limits the messages that are sent over all connections of a transport: {@value #BURST} at once, then one every 1.1 seconds. Public nodes
 * allow about one request per second and address. A message over the limit is sent later, in order, unless its connection is closed before.
 * Used on the scheduler's thread.
 */
public final class PacedTransport implements Transport {

    static final int BURST = 8;
    static final Duration INTERVAL = Duration.ofMillis(1100);

    private final Transport transport;
    private final Scheduler scheduler;
    /** When the last message is paid off, at one message per interval. */
    private Instant paidUntil = Instant.MIN;
    /** The clock at the last message. */
    private Instant lastMessageAt = Instant.MIN;

    public PacedTransport(Transport transport, Scheduler scheduler) {
        this.transport = transport;
        this.scheduler = scheduler;
    }

    @Override
    public Connection connect(URI endpoint, Listener listener) {
        return new PacedConnection(transport.connect(endpoint, listener));
    }

    /** Returns how long the next message must wait, and counts it. */
    private Duration nextDelay() {
        Instant now = scheduler.now();
        if (now.isBefore(lastMessageAt)) {
            // The clock was set back, which must not stop the messages for as long.
            paidUntil = paidUntil.minus(Duration.between(now, lastMessageAt));
        }
        lastMessageAt = now;
        paidUntil = (paidUntil.isAfter(now) ? paidUntil : now).plus(INTERVAL);
        Duration delay = Duration.between(now, paidUntil).minus(INTERVAL.multipliedBy(BURST));
        return delay.isNegative() ? Duration.ZERO : delay;
    }

    private final class PacedConnection implements Connection {

        private final Connection connection;
        private boolean isClosed;

        PacedConnection(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void send(String message) {
            Duration delay = nextDelay();
            if (delay.isZero()) {
                connection.send(message);
                return;
            }
            scheduler.schedule(delay, () -> {
                if (!isClosed) {
                    connection.send(message);
                }
            });
        }

        @Override
        public void close() {
            isClosed = true;
            connection.close();
        }
    }
}
