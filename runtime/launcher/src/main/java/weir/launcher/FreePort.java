package weir.launcher;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a free port below the range of ephemeral ports, so that no outgoing connection of the system takes it before the caller
 * listens on it.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    /** Linux's ephemeral ports start here, those of other systems above. */
    private static final int END = 32_768;

    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /** @throws IOException if a hundred random ports are all in use */
    public static int find() throws IOException {
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (ServerSocket free =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(FIRST, END))) {
                return free.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException("no port is free below " + END, last);
    }
}
