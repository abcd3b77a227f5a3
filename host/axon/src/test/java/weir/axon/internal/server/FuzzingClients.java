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
 * Several peers at once, each with a connection to every axon, that send batches of mutated requests and read what is
 * answered. A connection is kept while the axon keeps it. They stop at the first answer that no peer may get.
 */
final class FuzzingClients {

    private static final int CLIENTS = 2 * Runtime.getRuntime().availableProcessors();

    /** Instead of a status: the axon closed the connection. */
    private static final int HUNG_UP = 0;

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

    /** Goes on until {@code requests} of all that were sent since the beginning have been answered or hung up on. */
    void run(long requests) throws InterruptedException {
        List<Thread> clients = Stream.generate(() -> new Thread(() -> sendUntil(requests), "fuzzing client"))
                .limit(CLIENTS)
                .toList();
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
    }

    /** The first answer that was not right, with the seed and the bytes that led to it; {@code null} when there was none. */
    String fault() {
        return fault.get();
    }

    /** Requests that were answered or hung up on. */
    long answered() {
        return answered.get();
    }

    /** How many were answered with which status; 0 is a connection that was closed instead. */
    Map<Integer, Long> statuses() {
        Map<Integer, Long> seen = new TreeMap<>();
        IntStream.range(0, statuses.length())
                .filter(status -> statuses.get(status) > 0)
                .forEach(status -> seen.put(status, statuses.get(status)));
        return seen;
    }

    private void sendUntil(long requests) {
        RawClient[] peers = new RawClient[ports.size()];
        try {
            sendUntil(requests, peers);
        } catch (IOException | RuntimeException e) {
            fault.compareAndSet(null, "a client failed: " + e);
        } finally {
            Stream.of(peers).forEach(FuzzingClients::close);
        }
    }

    private void sendUntil(long requests, RawClient[] peers) throws IOException {
        while (answered.get() < requests && fault.get() == null) {
            RequestMutations.Batch batch = mutations.batch(seeds.getAndIncrement());
            int axon = (int) (batch.seed() % peers.length);
            if (peers[axon] == null) {
                peers[axon] = new RawClient(ports.get(axon));
            }
            if (!exchange(peers[axon], batch)) {
                peers[axon].close();
                peers[axon] = null;
            }
        }
    }

    /** Whether the connection can be used again. */
    private boolean exchange(RawClient peer, RequestMutations.Batch batch) {
        int answers = 0;
        try {
            peer.send(batch.bytes());
            if (batch.wild()) {
                peer.finish();
            }
            // Out of the wild one the axon may read none, one or several.
            while (batch.wild() || answers < batch.requests().size()) {
                RawClient.Reply reply = peer.read();
                if (reply.status() == 200 && reply.body().isEmpty()) {
                    blame("answered with nothing", batch, answers);
                }
                count(reply.status(), batch, answers++);
                if ("close".equals(reply.header("Connection"))) {
                    return false;
                }
            }
            return true;
        } catch (SocketTimeoutException e) {
            blame("neither answered nor hung up on", batch, answers);
        } catch (IOException e) {
            if (answers < batch.requests().size()) {
                count(HUNG_UP, batch, answers);
            }
        } catch (RuntimeException e) {
            blame("the answer is not HTTP: " + e, batch, answers);
        }
        return false;
    }

    private void count(int status, RequestMutations.Batch batch, int number) {
        statuses.incrementAndGet(status);
        answered.incrementAndGet();
        // 501 and 505 are HTTP's own words for a request that asks for what no server here does.
        if (status >= 500 && status != 501 && status != 505) {
            blame("answered with " + status, batch, number);
        }
    }

    private void blame(String what, RequestMutations.Batch batch, int number) {
        byte[] request = batch.requests().get(Math.min(number, batch.requests().size() - 1));
        StringBuilder text = new StringBuilder();
        for (char c : new String(request, StandardCharsets.ISO_8859_1).toCharArray()) {
            text.append(c >= ' ' && c < 127 && c != '\\' ? String.valueOf(c) : String.format("\\x%02x", (int) c));
        }
        fault.compareAndSet(null, "request " + number + " of seed " + batch.seed() + " was " + what + ": " + text);
    }

    private static void close(RawClient peer) {
        try {
            if (peer != null) {
                peer.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
