package weir.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import weir.base.WeirException;
import weir.launcher.settings.Setting;

class PortCheckTest {

    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void portThatAnotherProcessUsesIsRejectedWithARemedy() throws Exception {
        for (String listeningOn : new String[] {LOOPBACK, "0.0.0.0"}) {
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(listeningOn))) {
                int port = other.getLocalPort();
                String message = assertThrows(
                                WeirException.class, () -> PortCheck.requireFree(LOOPBACK, port, Setting.AXON_PORT))
                        .toString();
                assertTrue(message.contains("cannot listen on " + LOOPBACK + ":" + port), message);
            }
        }
    }

    @Test
    void addressOfAnotherMachineIsRejected() {
        assertThrows(WeirException.class, () -> PortCheck.requireFree("192.0.2.1", FreePort.find(), Setting.AXON_PORT));
    }

    /** A validator that connects to a host that restarts must be refused at once, not accepted and then dropped. */
    @Test
    void checkAcceptsNoConnections() throws Exception {
        int port = FreePort.find();
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Integer> accepted = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            while (!stop.get()) {
                try (Socket client = new Socket(LOOPBACK, port)) {
                    count++;
                } catch (SocketException refused) {
                    // expected
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            return count;
        });
        for (int i = 0; i < 5_000; i++) {
            PortCheck.requireFree(LOOPBACK, port, Setting.AXON_PORT);
        }
        stop.set(true);
        assertEquals(0, accepted.get());
    }
}
