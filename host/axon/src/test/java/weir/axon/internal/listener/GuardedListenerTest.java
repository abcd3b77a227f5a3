package weir.axon.internal.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
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

    private static ListenerConfiguration configuration(Map<String, Object> set) {
        return (ListenerConfiguration) Proxy.newProxyInstance(
                ListenerConfiguration.class.getClassLoader(),
                new Class<?>[] {ListenerConfiguration.class},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

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
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        ListenerConfiguration configured = configuration(Map.of("stand_in", "localhost", "port", port));
        try (ServerConnector felix = new ServerConnector(server)) {
            felix.setHost("localhost");
            server.addConnector(felix);
            try (ServerConnector ours =
                    (ServerConnector) new GuardedListener(null, configured).createConnector(server)) {
                assertEquals(port, ours.getLocalPort());
                assertEquals("127.0.0.1", ours.getHost());
            }
        }
    }

    private static Connector connector(Server server) {
        return new GuardedListener(null, configuration(Map.of())).createConnector(server);
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
