package weir.cli.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import weir.cli.CommandFailure;
import weir.cli.settings.Setting;

/** Where the host listens; asked for before the framework starts, because only here a clash can be told in clear words. */
final class Listener {

    /** Below what systems give to outgoing connections, one of which could take a port between its choice and its use. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private Listener() {}

    /**
     * A port of this machine's loopback that nobody uses.
     *
     * @throws CommandFailure if none is found
     */
    static int freePort() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw CommandFailure.failed(
                "no free port between " + LOWEST + " and " + HIGHEST + " on 127.0.0.1", "Stop what uses them.");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** @throws CommandFailure if the port is taken or the address is not this machine's */
    static void requireFree(String address, int port, Setting setting) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "cannot listen on " + address + ":" + port,
                    "Choose a free port with " + setting.flag()
                            + " N, or stop what uses this one (see: ss -ltnp | grep " + port + ").",
                    e);
        }
    }
}
