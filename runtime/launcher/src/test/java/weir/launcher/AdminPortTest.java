package weir.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;

class AdminPortTest {

    @TempDir
    Path folder;

    @Test
    void slowHostIsReportedAsSlow() throws Exception {
        Home home = new Home(folder);
        Files.createDirectories(home.adminPortFile().getParent());
        Files.writeString(home.adminTokenFile(), "token");
        AdminPort client = new AdminPort(home, Duration.ofMillis(200));
        int port;
        try (ServerSocket silent = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
            Files.writeString(home.adminPortFile(), Integer.toString(port));
            // The first call loads the HTTP client, which may take longer than the timeout.
            assertThrows(WeirException.class, () -> client.get("strategies"));
            WeirException slow = assertThrows(WeirException.class, () -> client.get("strategies"));
            assertTrue(slow.getMessage().contains("has not answered within"), slow.getMessage());
            assertFalse(slow.isUsageError());
        }
        WeirException none = assertThrows(WeirException.class, () -> client.get("strategies"));
        assertTrue(none.getMessage().contains("no host is running on the home"), none.getMessage());
    }

    @Test
    void damagedAndForeignFilesAreExplained() throws Exception {
        Home home = new Home(folder);
        Files.createDirectories(home.adminPortFile().getParent());
        AdminPort client = new AdminPort(home);
        for (String port : new String[] {"abc", "99999", "-1", ""}) {
            Files.writeString(home.adminPortFile(), port);
            Files.writeString(home.adminTokenFile(), "0a1b");
            WeirException damaged = assertThrows(WeirException.class, () -> client.get("strategies"), port);
            assertTrue(damaged.problem().contains("is damaged") || port.isEmpty(), port + ": " + damaged.problem());
        }
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        other.start();
        try {
            Files.writeString(
                    home.adminPortFile(), Integer.toString(other.getAddress().getPort()));
            assertProblem("no host is running on the home", client);
            Files.writeString(home.adminTokenFile(), "a\nb");
            assertProblem("is damaged", client);
        } finally {
            other.stop(0);
        }
    }

    private static void assertProblem(String text, AdminPort client) {
        WeirException failure = assertThrows(WeirException.class, () -> client.get("strategies"));
        assertTrue(failure.problem().contains(text), failure.problem());
    }
}
