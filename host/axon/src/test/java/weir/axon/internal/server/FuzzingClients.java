package weir.axon.internal.server;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Concurrent clients, each with a connection to every axon, that send batches of mutated requests and read the answers. They keep
 * connections open as the axon does, and stop at the first wrong answer.
 */
final class FuzzingClients {

    private static final int CLIENTS = 2 * Runtime.getRuntime().availableProcessors();

    /** Instead of a status: the axon closed the connection. */
    private static final int CLOSED = 0;

    private final RequestMutations mutations = new RequestMutations();
    private final AtomicLong seeds;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLongArray statuses = new AtomicLongArray(1000);
    private final AtomicReference<String> fault = new AtomicReference<>();
    private final List<Integer> ports;

    FuzzingClients(long seed, List<Integer> ports) {
        seeds = new AtomicLong(seed);
        this.ports = ports;
    }

    /** Runs until so many requests in total have been answered or their connections closed. */
    void run(long requests) throws InterruptedException {
        List<Thread> clients = Stream.generate(() -> new Thread(() -> sendUntil(requests), "fuzzing client"))
                .limit(CLIENTS)
                .toList();
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
    }

    /** The first wrong answer with its seed and request; {@code null} if there was none. */
    String fault() {
        return fault.get();
    }

    /** Requests that were answered or whose connection was closed. */
    long answered() {
        return answered.get();
    }

    /** Number of answers by status; 0 is a closed connection. */
    Map<Integer, Long> statuses() {
        Map<Integer, Long> seen = new TreeMap<>();
        IntStream.range(0, statuses.length())
                .filter(status -> statuses.get(status) > 0)
                .forEach(status -> seen.put(status, statuses.get(status)));
        return seen;
    }

    private void sendUntil(long requests) {
        RawClient[] clients = new RawClient[ports.size()];
        try {
            sendUntil(requests, clients);
        } catch (IOException | RuntimeException e) {
            fault.compareAndSet(null, "a client failed: " + e);
        } finally {
            Stream.of(clients).forEach(FuzzingClients::close);
        }
    }

    private void sendUntil(long requests, RawClient[] clients) throws IOException {
        while (answered.get() < requests && fault.get() == null) {
            RequestMutations.Batch batch = mutations.batch(seeds.getAndIncrement());
            int axon = (int) (batch.seed() % clients.length);
            if (clients[axon] == null) {
                clients[axon] = new RawClient(ports.get(axon));
            }
            if (!exchange(clients[axon], batch)) {
                clients[axon].close();
                clients[axon] = null;
            }
        }
    }

    /** Whether the connection can be used again. */
    private boolean exchange(RawClient client, RequestMutations.Batch batch) {
        int answers = 0;
        try {
            client.send(batch.bytes());
            if (batch.wild()) {
                client.finish();
            }
            // The axon may read none, one or several requests from it.
            while (batch.wild() || answers < batch.requests().size()) {
                RawClient.Reply reply = client.read();
                if (reply.status() == 200 && reply.body().isEmpty()) {
                    report("answered with nothing", batch, answers);
                }
                count(reply.status(), batch, answers++);
                if ("close".equals(reply.header("Connection"))) {
                    return false;
                }
            }
            return true;
        } catch (SocketTimeoutException e) {
            report("neither answered nor closed", batch, answers);
        } catch (IOException e) {
            if (answers < batch.requests().size()) {
                count(CLOSED, batch, answers);
            }
        } catch (RuntimeException e) {
            report("the answer is not HTTP: " + e, batch, answers);
        }
        return false;
    }

    private void count(int status, RequestMutations.Batch batch, int number) {
        statuses.incrementAndGet(status);
        answered.incrementAndGet();
        // 501 and 505 answer requests for features that the server does not have.
        if (status >= 500 && status != 501 && status != 505) {
            report("answered with " + status, batch, number);
        }
    }

    private void report(String what, RequestMutations.Batch batch, int number) {
        byte[] request = batch.requests().get(Math.min(number, batch.requests().size() - 1));
        StringBuilder text = new StringBuilder();
        for (char c : new String(request, StandardCharsets.ISO_8859_1).toCharArray()) {
            text.append(c >= ' ' && c < 127 && c != '\\' ? String.valueOf(c) : String.format("\\x%02x", (int) c));
        }
        fault.compareAndSet(null, "request " + number + " of seed " + batch.seed() + " was " + what + ": " + text);
    }

    private static void close(RawClient client) {
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
