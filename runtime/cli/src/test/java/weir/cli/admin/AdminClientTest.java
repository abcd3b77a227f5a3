package weir.cli.admin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.launcher.Home;

class AdminClientTest {

    @TempDir
    Path folder;

    @Test
    void slowHostIsReportedAsSlow() throws Exception {
        Home home = new Home(folder);
        Files.createDirectories(home.adminPort().getParent());
        Files.writeString(home.adminToken(), "token");
        AdminClient client = new AdminClient(home, Duration.ofMillis(200));
        int port;
        try (ServerSocket silent = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
            Files.writeString(home.adminPort(), Integer.toString(port));
            // The first call loads the HTTP client, which may take longer than the timeout.
            assertThrows(WeirException.class, () -> client.get("strategies"));
            WeirException slow = assertThrows(WeirException.class, () -> client.get("strategies"));
            assertTrue(slow.getMessage().contains("has not answered within"), slow.getMessage());
            assertFalse(slow.isUsageError());
        }
        WeirException none = assertThrows(WeirException.class, () -> client.get("strategies"));
        assertTrue(none.getMessage().contains("no host is running on the home"), none.getMessage());
    }
}
