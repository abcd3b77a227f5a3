package weir.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import weir.demo.Dendrite;
import weir.demo.DendriteResponse;

/**
 * Open-loop load: signed questions at a fixed rate, whatever the answers take. Each validator asks about the pairs in turn on
 * a connection of its own; latency counts from when a question was due, so one that waits for the last answer counts in full.
 */
final class OpenLoad implements AutoCloseable {

    private final List<Thread> askers = new ArrayList<>();
    private final List<SwappedPair> pairs;
    private final SwapTally tally;
    private volatile SwapTally.Phase phase = SwapTally.Phase.RESTING;
    private volatile boolean stopped;

    /**
     * Starts.
     *
     * @param validators who ask
     * @param perSecond questions a second, of all together
     * @param port the host's
     */
    OpenLoad(Validators validators, int perSecond, int port, List<SwappedPair> pairs, SwapTally tally) {
        this.pairs = pairs;
        this.tally = tally;
        int count = validators.publicKeys().size();
        long pause = TimeUnit.SECONDS.toNanos(1) * count / perSecond;
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int number = i;
            Dendrite dendrite = validators.dendrite(i, port);
            Thread asker = new Thread(
                    () -> ask(dendrite, port, number, begin + pause * number / count, pause), "validator " + i);
            asker.setDaemon(true);
            askers.add(asker);
        }
        askers.forEach(Thread::start);
    }

    /** What is going on when a question is sent from now on. */
    void phase(SwapTally.Phase now) {
        phase = now;
    }

    /** Asks once. */
    static void ask(Dendrite dendrite, int port, SwappedPair pair, SwapTally tally) {
        byte[] request = Query.bytes(dendrite.request(pair.query()));
        try (Connection connection = new Connection(port)) {
            tally.add(
                    pair, pair.newest(), answer(connection, pair, request, System.nanoTime()), SwapTally.Phase.RESTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ask(Dendrite dendrite, int port, int first, long begin, long pause) {
        try (Connection connection = new Connection(port)) {
            long due = begin;
            for (int i = first; !stopped; i++, due += pause) {
                SwappedPair pair = pairs.get(i % pairs.size());
                byte[] request = Query.bytes(dendrite.request(pair.query()));
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                int expected = pair.newest();
                SwapTally.Phase sent = phase;
                tally.add(pair, expected, answer(connection, pair, request, due), sent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DendriteResponse answer(Connection connection, SwappedPair pair, byte[] request, long due) {
        try {
            Connection.Reply reply = connection.exchange(request);
            return Dendrite.read(pair.query(), reply.status(), reply.body(), System.nanoTime() - due);
        } catch (IOException e) {
            return DendriteResponse.failed(e.toString(), System.nanoTime() - due);
        }
    }

    /** Ends the load when the last answers are there. */
    @Override
    public void close() {
        stopped = true;
        for (Thread asker : askers) {
            try {
                asker.join(TimeUnit.SECONDS.toMillis(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
