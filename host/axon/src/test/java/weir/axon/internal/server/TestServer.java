package weir.axon.internal.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.framework.Version;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.handler.BodyBudget;
import weir.axon.internal.handler.RequestQueue;
import weir.axon.internal.handler.SynapseHandler;
import weir.protocol.synapse.PriceEncoding;
import weir.protocol.synapse.SynapseParser;
import weir.protocol.synapse.VaultRegistration;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.Outcome;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.audit.RejectionEvent;
import weir.router.audit.VaultQueryEvent;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/** The axon's server and handler without a framework, with an authenticator, limits and a strategy that the test chooses. */
final class TestServer implements AutoCloseable {

    /** Limits that no test reaches. */
    static final ServerLimits GENEROUS = TestLimits.limits().build();

    private static final int THREADS = 64;

    final BodyBudget bodies = new BodyBudget(SynapseHandler.LONG_BODY_BUDGET_BYTES);
    final MemoryPressure memory;
    private final AtomicLong skippedNanos = new AtomicLong();
    private volatile Runnable timerHook = () -> {};
    private final AxonServer server;
    private final ServerConnector connector;

    TestServer(Authenticator authenticator, ServerLimits limits) throws Exception {
        this(authenticator, limits, new RequestQueue(32, 256), query -> Decision.keep("test"));
    }

    TestServer(
            Authenticator authenticator,
            ServerLimits limits,
            RequestQueue queue,
            Function<RebalanceQuery, Decision> strategy)
            throws Exception {
        this(authenticator, limits, queue, (query, timeout) -> strategy.apply(query));
    }

    TestServer(
            Authenticator authenticator,
            ServerLimits limits,
            RequestQueue queue,
            BiFunction<RebalanceQuery, Duration, Decision> strategy)
            throws Exception {
        this(authenticator, limits, queue, new StrategyRouter(strategy), VaultRegistration.none());
    }

    TestServer(
            Authenticator authenticator,
            ServerLimits limits,
            RequestQueue queue,
            Router router,
            VaultRegistration vault)
            throws Exception {
        memory = new MemoryPressure(
                new SynapseHandler(authenticator, queue, new SynapseParser(PriceEncoding.AUTO), router, vault, bodies));
        server = new AxonServer("127.0.0.1", 0, limits, THREADS, memory, this::nanoTime);
        connector = server.connector();
    }

    private record StrategyRouter(BiFunction<RebalanceQuery, Duration, Decision> strategy) implements Router {
        @Override
        public Answer decide(RebalanceQuery query, Optional<Caller> caller, Duration timeout) {
            return new Answer(
                    strategy.apply(query, timeout),
                    Optional.of("default"),
                    Optional.of("test"),
                    Optional.of(Version.parseVersion("1.0.0")),
                    Outcome.PASSED);
        }

        @Override
        public void reportRejection(RejectionEvent event) {}

        @Override
        public void reportVaultQuery(VaultQueryEvent event) {}

        @Override
        public List<RouteStatus> routes() {
            return List.of();
        }

        @Override
        public List<String> problems() {
            return List.of();
        }
    }

    private long nanoTime() {
        if (Thread.currentThread().getName().startsWith("axon-timer")) {
            timerHook.run();
        }
        return System.nanoTime() + skippedNanos.get();
    }

    /** Sets an action that the timer's thread runs in each check of a connection, after it has read the connection's phase. */
    void setTimerHook(Runnable hook) {
        timerHook = hook;
    }

    int port() {
        return server.port();
    }

    /** Moves the clock of the connection timeouts forward. */
    void skip(Duration time) {
        skippedNanos.addAndGet(time.toNanos());
    }

    /** Open connections, as the server sees it. */
    int connections() {
        return connector.getConnectedEndPoints().size();
    }

    /** Waits until the responses of so many connections cannot be written; whether that happened within 20 s. */
    boolean waitForBlockedWrites(int connections) throws InterruptedException {
        for (int attempt = 0; attempt < 400; attempt++) {
            long blocked = connector.getConnectedEndPoints().stream()
                    .filter(client ->
                            ((AbstractEndPoint) client).getWriteFlusher().isPending())
                    .count();
            if (blocked == connections) {
                return true;
            }
            Thread.sleep(50);
        }
        return false;
    }

    /** Waits until the server has seen all clients disconnect. */
    void waitForNoConnections() throws InterruptedException {
        for (int attempt = 0; attempt < 2000 && connections() > 0; attempt++) {
            Thread.sleep(10);
        }
        if (connections() > 0) {
            throw new IllegalStateException("still connected: " + connector.getConnectedEndPoints());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
