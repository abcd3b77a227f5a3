package weir.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import weir.demo.DendriteResponse;
import weir.protocol.synapse.Dendrite;

/**
 * Open-loop load: signed queries at a fixed rate, independent of the answers. Each validator queries the pairs in turn on its own
 * connection. Latency counts from the time at which a query was due, so waiting for the previous answer is included.
 */
public final class OpenLoopLoad implements AutoCloseable {

    private final List<Thread> threads = new ArrayList<>();
    private final List<TestPair> pairs;
    private final AnswerStats stats;
    private volatile AnswerStats.Phase phase = AnswerStats.Phase.BASELINE;
    private volatile boolean stopped;

    /**
     * Starts the load.
     *
     * @param perSecond queries per second of all validators together
     * @param port the host's
     */
    public OpenLoopLoad(Validators validators, int perSecond, int port, List<TestPair> pairs, AnswerStats stats) {
        this.pairs = pairs;
        this.stats = stats;
        int count = validators.publicKeys().size();
        long pause = TimeUnit.SECONDS.toNanos(1) * count / perSecond;
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int number = i;
            Dendrite dendrite = validators.dendrite(i, port);
            Thread thread = new Thread(
                    () -> sendQueries(dendrite, port, number, begin + pause * number / count, pause), "validator " + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** Sets the phase that the next queries count for. */
    public void phase(AnswerStats.Phase next) {
        phase = next;
    }

    /** Sends one query. */
    public static void send(Dendrite dendrite, int port, TestPair pair, AnswerStats stats) {
        byte[] request = SampleQuery.toBytes(dendrite.request(pair.query()));
        try (Connection connection = new Connection(port)) {
            stats.add(
                    pair,
                    pair.newest(),
                    exchange(connection, pair, request, System.nanoTime()),
                    AnswerStats.Phase.BASELINE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sendQueries(Dendrite dendrite, int port, int first, long begin, long pause) {
        try (Connection connection = new Connection(port)) {
            long due = begin;
            for (int i = first; !stopped; i++, due += pause) {
                TestPair pair = pairs.get(i % pairs.size());
                byte[] request = SampleQuery.toBytes(dendrite.request(pair.query()));
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                int expected = pair.newest();
                AnswerStats.Phase sent = phase;
                stats.add(pair, expected, exchange(connection, pair, request, due), sent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DendriteResponse exchange(Connection connection, TestPair pair, byte[] request, long due) {
        try {
            Connection.Reply reply = connection.exchange(request);
            return DendriteResponse.read(pair.query(), reply.status(), reply.body(), System.nanoTime() - due);
        } catch (IOException e) {
            return DendriteResponse.failed(e.toString(), System.nanoTime() - due);
        }
    }

    /** Stops the load after the last answers. */
    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
