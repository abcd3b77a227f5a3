package weir.launcher.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import weir.base.WeirException;
import weir.launcher.settings.Setting;

/** Where the host listens; asked for before the framework starts, because only here a clash can be told in clear words. */
public final class PortCheck {

    private PortCheck() {}

    /** @throws WeirException if the port is taken or the address is not this machine's */
    public static void requireFree(String address, int port, Setting setting) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot listen on " + address + ":" + port,
                    "Choose a free port with " + setting.flag()
                            + " N, or stop what uses this one (see: ss -ltnp | grep " + port + ").",
                    e);
        }
    }
}
