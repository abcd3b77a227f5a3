package weir.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import weir.base.WeirException;
import weir.launcher.settings.Setting;

/** Checks that a port can be listened on before the framework starts, so that the command fails with a clear message. */
public final class PortCheck {

    private PortCheck() {}

    /** @throws WeirException if the port is in use or reserved, or the address is not one of this machine */
    public static void requireFree(String address, int port, Setting setting) {
        // Binds without listening: a server socket would accept a client at this moment, and then reset its connection.
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            if (!isLocal(address)) {
                throw WeirException.failed(
                        "this machine has no address " + address,
                        "Listen on all addresses with --axon.ip 0.0.0.0, and announce this one with --axon.external_ip "
                                + address + ".",
                        e);
            }
            throw WeirException.failed("cannot listen on " + address + ":" + port, remedy(port, setting, e), e);
        }
    }

    private static boolean isLocal(String address) {
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return parsed.isAnyLocalAddress()
                    || parsed.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(parsed) != null;
        } catch (IOException e) {
            return true; // unknown
        }
    }

    private static String remedy(int port, Setting setting, IOException e) {
        return String.valueOf(e.getMessage()).contains("Permission denied")
                ? "Choose a port of 1024 or more with " + setting.flag() + " N; only root may listen on smaller ones."
                : "Choose a free port with " + setting.flag()
                        + " N, or stop the process that uses this one (see: ss -ltnp" + " | grep " + port + ").";
    }
}
