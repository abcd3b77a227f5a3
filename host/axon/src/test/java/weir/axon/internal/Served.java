package weir.axon.internal;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.handler.BodyBudget;
import weir.axon.internal.handler.RequestQueue;
import weir.axon.internal.handler.SynapseHandler;
import weir.axon.internal.server.AxonServer;
import weir.axon.internal.server.ServerLimits;
import weir.axon.internal.wire.PriceEncoding;
import weir.axon.internal.wire.QueryParser;
import weir.router.Answer;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.Verdict;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/** The axon's servlet behind its own connector on a real Jetty, without a framework, so that gate and limits can be chosen. */
final class Served implements AutoCloseable {

    /** Limits that no test reaches by accident. */
    static final ServerLimits GENEROUS = new ServerLimits(
            Duration.ofMinutes(1), Duration.ofMinutes(1), 1, Duration.ofMinutes(1), Duration.ofMinutes(1), 5000, 5000);

    final BodyBudget bodies = new BodyBudget(SynapseHandler.LONG_BODIES);

    final ScarceBuffers buffers = new ScarceBuffers();

    private final Server server = new Server(null, null, buffers);
    private final ServerConnector connector;

    Served(Authenticator gate, ServerLimits limits) throws Exception {
        this(gate, limits, new RequestQueue(32, 256), query -> Decision.keep("test"));
    }

    Served(Authenticator gate, ServerLimits limits, RequestQueue admission, Function<RebalanceQuery, Decision> strategy)
            throws Exception {
        this(gate, limits, admission, (query, timeout) -> strategy.apply(query));
    }

    Served(
            Authenticator gate,
            ServerLimits limits,
            RequestQueue admission,
            BiFunction<RebalanceQuery, Duration, Decision> strategy)
            throws Exception {
        SynapseHandler servlet =
                new SynapseHandler(gate, admission, new QueryParser(PriceEncoding.AUTO), new Asking(strategy), bodies);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        connector = AxonServer.of(server, "127.0.0.1", 0, limits);
        server.addConnector(connector);
        server.start();
    }

    private record Asking(BiFunction<RebalanceQuery, Duration, Decision> strategy) implements Router {
        @Override
        public Answer decide(RebalanceQuery query, Duration timeout) {
            return new Answer(strategy.apply(query, timeout), "default", "test", "1.0.0", Verdict.PASSED);
        }

        @Override
        public List<RouteStatus> routes() {
            return List.of();
        }

        @Override
        public List<String> problems() {
            return List.of();
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Connections that are open now, as the axon sees it. */
    int connections() {
        return connector.getConnectedEndPoints().size();
    }

    /** Waits until so many connections have an answer that their peers leave no room for; whether they came to that. */
    boolean waitsForReaders(int peers) throws InterruptedException {
        for (int attempt = 0; attempt < 400; attempt++) {
            long unread = connector.getConnectedEndPoints().stream()
                    .filter(peer -> ((AbstractEndPoint) peer).getWriteFlusher().isPending())
                    .count();
            if (unread == peers) {
                return true;
            }
            Thread.sleep(50);
        }
        return false;
    }

    /** Waits for the axon to see that its peers have gone. */
    void waitUntilNobodyIsConnected() throws InterruptedException {
        for (int attempt = 0;
                attempt < 400 && !connector.getConnectedEndPoints().isEmpty();
                attempt++) {
            Thread.sleep(50);
        }
        if (!connector.getConnectedEndPoints().isEmpty()) {
            throw new IllegalStateException("still connected: " + connector.getConnectedEndPoints());
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
