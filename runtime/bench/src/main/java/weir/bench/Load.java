package weir.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Closed-loop load: each connection sends the next request when it has read the last answer. Raw sockets, because a
 * convenient client would cost more than the server that is measured.
 */
final class Load {

    /**
     * What a run of load met.
     *
     * @param perSecond answers a second
     * @param p50Ms median latency
     * @param p99Ms 99th percentile of latency
     */
    record Result(double perSecond, double p50Ms, double p99Ms) {}

    private final int port;
    private final byte[] request;

    Load(int port, byte[] request) {
        this.port = port;
        this.request = request;
    }

    /**
     * Sends for a while over several connections.
     *
     * @throws IOException if an answer is anything but a 200
     */
    Result run(int connections, Duration time) throws IOException, InterruptedException {
        ExecutorService senders = Executors.newFixedThreadPool(connections);
        try {
            long begun = System.nanoTime();
            long end = begun + time.toNanos();
            List<Future<long[]>> runs = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                runs.add(senders.submit(() -> send(end)));
            }
            long[] all = new long[0];
            for (Future<long[]> run : runs) {
                long[] nanos = run.get();
                int length = all.length;
                all = Arrays.copyOf(all, length + nanos.length);
                System.arraycopy(nanos, 0, all, length, nanos.length);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            Arrays.sort(all);
            return new Result(all.length / seconds, all[all.length / 2] / 1e6, all[(int) (all.length * 0.99)] / 1e6);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } finally {
            senders.shutdownNow();
        }
    }

    private long[] send(long end) throws IOException {
        long[] nanos = new long[1 << 12];
        int count = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
            long now = System.nanoTime();
            while (now < end) {
                out.write(request);
                readAnswer(in);
                long after = System.nanoTime();
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, count * 2);
                }
                nanos[count++] = after - now;
                now = after;
            }
        }
        return Arrays.copyOf(nanos, count);
    }

    /** Reads one answer to its end. */
    static void readAnswer(InputStream in) throws IOException {
        String status = line(in);
        int length = -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).trim());
            }
        }
        String body = new String(in.readNBytes(Math.max(0, length)), StandardCharsets.UTF_8);
        if (!status.startsWith("HTTP/1.1 200") || length < 0) {
            throw new IOException("answered " + status + " " + body);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
