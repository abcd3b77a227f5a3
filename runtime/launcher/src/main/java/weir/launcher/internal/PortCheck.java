package weir.launcher.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import weir.base.WeirException;
import weir.launcher.settings.Setting;

/** Checks that a port can be listened on before the framework starts, so that the command fails with a clear message. */
public final class PortCheck {

    private PortCheck() {}

    /** @throws WeirException if the port is in use, or the address is not one of this machine */
    public static void requireFree(String address, int port, Setting setting) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot listen on " + address + ":" + port,
                    "Choose a free port with " + setting.flag()
                            + " N, or stop the process that uses this one (see: ss -ltnp | grep " + port + ").",
                    e);
        }
    }
}
