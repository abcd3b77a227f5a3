package weir.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Closed-loop load: each connection sends its next request when it has read the last answer. */
public final class ClosedLoopLoad {

    /**
     * The result of a run.
     *
     * @param answers number of answers
     * @param perSecond answers per second
     * @param p50Ms median latency
     * @param p99Ms 99th percentile of latency
     */
    public record Result(int answers, double perSecond, double p50Ms, double p99Ms) {}

    private record ConnectionResult(Durations latencies, double perSecond) {}

    private final int port;
    private final int status;

    /**
     * @param port the server's, on loopback
     * @param status required status of every answer
     */
    public ClosedLoopLoad(int port, int status) {
        this.port = port;
        this.status = status;
    }

    /** Sends the same request for a while over several connections; see {@link #run(List, Duration)}. */
    public Result run(int connections, byte[] request, Duration time) throws IOException, InterruptedException {
        return run(
                Stream.generate(() -> Stream.generate(() -> request).iterator())
                        .limit(connections)
                        .toList(),
                time);
    }

    /**
     * Sends for a while, each connection its own requests. A connection that runs out of requests ends early and counts with
     * its rate until then.
     *
     * @throws IOException if an answer has another status
     */
    public Result run(List<Iterator<byte[]>> connections, Duration time) throws IOException, InterruptedException {
        ExecutorService senders = Executors.newFixedThreadPool(connections.size());
        try {
            long begun = System.nanoTime();
            List<Future<ConnectionResult>> results = new ArrayList<>();
            for (Iterator<byte[]> requests : connections) {
                results.add(senders.submit(() -> send(requests, begun, begun + time.toNanos())));
            }
            Durations all = new Durations();
            double perSecond = 0;
            for (Future<ConnectionResult> result : results) {
                all.addAll(result.get().latencies);
                perSecond += result.get().perSecond;
            }
            return new Result(all.count(), perSecond, all.quantileMs(0.5), all.quantileMs(0.99));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } finally {
            senders.shutdownNow();
        }
    }

    private ConnectionResult send(Iterator<byte[]> requests, long begun, long end) throws IOException {
        Durations latencies = new Durations();
        long now = System.nanoTime();
        try (Connection connection = new Connection(port)) {
            while (now < end && requests.hasNext()) {
                Connection.Reply reply = connection.exchange(requests.next());
                if (reply.status() != status) {
                    throw new IOException("answered " + reply.status() + " " + reply.body());
                }
                long after = System.nanoTime();
                latencies.add(after - now);
                now = after;
            }
        }
        return new ConnectionResult(latencies, latencies.count() * 1e9 / (now - begun));
    }
}
