package weir.launcher;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that nobody listens on. It lies below the range that systems take the ports of outgoing connections from, or one of those
 * might have it before whoever asked for it listens there.
 */
public final class FreePort {

    private static final int LOWEST = 20_000;
    /** Linux's ephemeral ports begin here; those of others above. */
    private static final int END = 32_768;

    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /** @throws IOException if none of a hundred is free */
    public static int find() throws IOException {
        IOException taken = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, END);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException e) {
                taken = e;
            }
        }
        throw new IOException("no port is free below " + END, taken);
    }
}
