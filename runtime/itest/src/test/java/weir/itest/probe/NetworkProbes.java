package weir.itest.probe;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URL;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Uses the network through the JDK and by system calls. */
final class NetworkProbes {

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_NETLINK = 16;
    private static final int AF_VSOCK = 40;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int RAW = 3;

    private NetworkProbes() {}

    static void addTo(Map<String, Attempt> probes) {
        probes.put("connect by TCP", targets -> {
            try (Socket socket = new Socket("127.0.0.1", targets.port())) {
                return socket;
            }
        });
        probes.put("request a URL", targets -> new URL("http://127.0.0.1:" + targets.port() + "/")
                .openStream()
                .readAllBytes()
                .length);
        probes.put("listen on a TCP port", targets -> {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket;
            }
        });
        probes.put("send by UDP", NetworkProbes::send);
        probes.put("list network interfaces", targets -> NetworkInterface.networkInterfaces()
                .count());
        probes.put("connect to a UNIX socket", targets -> {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(targets.socket()))) {
                return channel;
            }
        });
        probes.put("listen on a UNIX socket", targets -> {
            try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                return channel.bind(UnixDomainSocketAddress.of(targets.file("listener")));
            }
        });
        probes.put("listen on an abstract UNIX socket", NetworkProbes::listenAbstract);
        probes.put("create a TCP socket", targets -> SystemCall.SOCKET.require(AF_INET, STREAM, 0));
        probes.put("create a UDP socket", targets -> SystemCall.SOCKET.require(AF_INET, DATAGRAM, 0));
        probes.put(
                "create a pair of sockets",
                targets -> SystemCall.SOCKETPAIR.require(
                        AF_UNIX, STREAM, 0, Memory.of(new byte[8]).address()));
        probes.put("create a netlink socket", targets -> SystemCall.SOCKET.require(AF_NETLINK, RAW, 0));
        probes.put(
                "create a socket to the virtual machine's host",
                targets -> SystemCall.SOCKET.require(AF_VSOCK, STREAM, 0));
    }

    private static String send(Targets targets) throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(
                    new byte[1], 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), targets.port()));
            return "sent";
        }
    }

    /** The name begins with a zero byte, so there is no file and no rule for files. */
    private static long listenAbstract(Targets targets) throws Throwable {
        long socket = SystemCall.SOCKET.require(AF_UNIX, STREAM, 0);
        byte[] address = new byte[20];
        address[0] = AF_UNIX;
        byte[] name = Long.toHexString(System.nanoTime()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, address, 3, Math.min(name.length, address.length - 3));
        return SystemCall.BIND.require(socket, Memory.of(address).address(), address.length);
    }
}
