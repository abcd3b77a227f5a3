package weir.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {

    @Test
    void portIsFreeAndBelowTheEphemeralRange() throws IOException {
        for (int i = 0; i < 20; i++) {
            int port = FreePort.find();
            assertTrue(port >= 20_000 && port < 32_768, "port " + port);
            try (ServerSocket listening = new ServerSocket(port)) {
                assertEquals(port, listening.getLocalPort());
            }
        }
    }
}
