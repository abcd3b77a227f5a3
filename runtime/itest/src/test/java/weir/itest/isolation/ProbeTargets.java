package weir.itest.isolation;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import weir.itest.probe.Targets;

/** What the probes try to reach: files, listeners and a process. New for each run, because probes change it. */
final class ProbeTargets implements AutoCloseable {

    private static final List<String> FILES =
            List.of("wallet", "admin.token", "overwritten", "truncated", "deleted", "renamed", "permissions", "time");

    private final ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final DatagramSocket udp = new DatagramSocket();
    private final Process host;
    private final Process victim;
    private final Targets targets;

    /** @param user begin of a command that runs the rest of the command as the user who runs the probes */
    ProbeTargets(Path folder, List<String> user) throws IOException {
        List<String> java = List.of(Jdk.OF_THE_HOST.java(), "-Xmx32m", "-cp", Jdk.CLASS_PATH, IdleJvm.class.getName());
        host = start(Stream.concat(user.stream(), java.stream()).toList());
        victim = start(Stream.concat(user.stream(), Stream.of("sleep", "600")).toList());
        targets = new Targets(Files.createDirectories(folder), host.pid(), victim.pid(), tcp.getLocalPort());
        for (String file : FILES) {
            Files.writeString(targets.file(file), "secret of " + file);
        }
        // Needs nothing but the C library.
        Files.copy(Path.of(System.getProperty("java.home"), "lib", "libjsig.so"), targets.file("library.so"));
        unix.bind(UnixDomainSocketAddress.of(targets.socket()));
        Thread server = new Thread(this::answer, "server of the probes");
        server.setDaemon(true);
        server.start();
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    Targets targets() {
        return targets;
    }

    private void answer() {
        while (!tcp.isClosed()) {
            try (Socket client = tcp.accept()) {
                client.getOutputStream()
                        .write("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The client has closed its connection, or the test has ended.
            }
        }
    }

    @Override
    public void close() throws IOException {
        host.destroyForcibly();
        victim.destroyForcibly();
        tcp.close();
        unix.close();
        udp.close();
    }
}
