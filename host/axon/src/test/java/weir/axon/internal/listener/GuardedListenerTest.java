package weir.axon.internal.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** The change from Felix HTTP's connector to ours. */
class GuardedListenerTest {

    @Test
    void aPortThatSomebodyHoldsForAMomentIsWaitedFor() throws Exception {
        Server server = new Server();
        try (ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                ServerConnector felix = new ServerConnector(server)) {
            felix.setHost("127.0.0.1");
            felix.setPort(somebody.getLocalPort());
            server.addConnector(felix);
            var freed = CompletableFuture.runAsync(
                    () -> close(somebody), CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
            try (ServerConnector ours = (ServerConnector) connector(server)) {
                assertTrue(freed.isDone());
                assertEquals(somebody.getLocalPort(), ours.getLocalPort());
            }
        }
    }

    @Test
    void aStandInsPlaceIsElsewhere() throws Exception {
        Server server = new Server();
        try (ServerConnector felix = new ServerConnector(server)) {
            felix.setHost("127.0.0.2");
            server.addConnector(felix);
            server.start();
            GuardedListener listener =
                    new GuardedListener(null, Configured.with(Map.of("stand_in", felix.getLocalPort(), "port", 0)));
            try (ServerConnector ours = (ServerConnector) listener.createConnector(server)) {
                assertTrue(ours.getLocalPort() > 0);
                assertEquals("127.0.0.1", ours.getHost());
            }
            listener.giveBack();
            assertFalse(felix.isRunning(), "nobody is to ask there");
            server.stop();
        }
    }

    @Test
    void aPortThatIsNotTheAxonsOutlivesIt() throws Exception {
        Server server = new Server();
        try (ServerConnector felix = new ServerConnector(server)) {
            felix.setHost("127.0.0.1");
            server.addConnector(felix);
            server.start();
            int port = felix.getLocalPort();
            GuardedListener listener = new GuardedListener(null, Configured.with(Map.of()));
            try (ServerConnector ours = (ServerConnector) listener.createConnector(server)) {
                assertFalse(felix.isRunning());
                assertEquals(port, ours.getLocalPort());
            }
            listener.giveBack();
            assertEquals(port, felix.getLocalPort());
            server.stop();
        }
    }

    private static Connector connector(Server server) {
        return new GuardedListener(null, Configured.with(Map.of())).createConnector(server);
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
