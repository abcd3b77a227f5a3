package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.router.Answer;
import weir.router.Queries;
import weir.router.internal.audit.ChangeLog;
import weir.router.internal.config.Route;
import weir.router.internal.config.RouteParser;
import weir.router.internal.config.RouteProblems;
import weir.router.internal.instance.InstanceId;
import weir.router.internal.instance.StrategyInstance;
import weir.router.internal.instance.StrategyService;
import weir.router.internal.state.StateStore;
import weir.strategy.Decision;
import weir.strategy.RebalanceStrategy;

/** A router without a framework, whose data directory survives {@link #restart}. */
abstract class RouterFixture {

    static final Duration FIVE = Duration.ofSeconds(5);
    static final RebalanceStrategy KEEP = (query, market) -> Decision.keep("content");
    static final RebalanceStrategy FAILING = (query, market) -> null;

    @TempDir
    Path folder;

    final TestScheduler scheduler = new TestScheduler();
    /** Thrown at the end of the next handover, when its problem is set or cleared. */
    final AtomicReference<Error> nextError = new AtomicReference<>();

    final RouteProblems problems = new RouteProblems() {
        @Override
        public void set(String route, String source, Optional<String> problem) {
            Error error = source.startsWith("state of") ? nextError.getAndSet(null) : null;
            if (error != null) {
                throw error;
            }
            super.set(route, source, problem);
        }
    };
    StateStore states;
    ChangeLog log;
    SelectionStore selections;
    RouteTableManager manager;
    QueryDispatcher dispatcher;
    ListenerNotifier notifier;
    private final AtomicInteger installed = new AtomicInteger();

    @BeforeEach
    void start() {
        log = new ChangeLog(folder.resolve("changes.jsonl"));
        selections = new SelectionStore(folder);
        states = new StateStore(folder, problems);
        notifier = new ListenerNotifier();
        manager = new RouteTableManager(log, selections, problems, notifier, scheduler, bundle -> false);
        dispatcher = new QueryDispatcher(manager, List.of(), scheduler);
    }

    /** Its threads must not write into a directory that is being removed. */
    @AfterEach
    void close() {
        notifier.close();
        log.close();
        selections.close();
    }

    void restart() {
        close();
        start();
    }

    /** A default route to the strategy {@code hold}. */
    static Route defaultRoute(String moreFields) {
        return RouteParser.parse("default", "{\"pair\": \"*\", \"strategy\": \"hold\"" + moreFields + "}");
    }

    Answer ask() {
        return dispatcher.decide(Queries.plain(), FIVE);
    }

    /** Starts an instance of {@code hold} for the default route. */
    StrategyInstance admit(String version, RebalanceStrategy strategy) {
        return admit("default", version, strategy);
    }

    StrategyInstance admit(String route, String version, RebalanceStrategy strategy) {
        int id = installed.incrementAndGet();
        return admit(
                new InstanceId(route, "hold", "my.bundle", new Version(version), id, id, Optional.empty()), strategy);
    }

    StrategyInstance admit(InstanceId id, RebalanceStrategy strategy) {
        StrategyInstance instance =
                new StrategyInstance(new TestService(id, strategy), manager, states, Duration.ofSeconds(3));
        instance.start(dispatcher::selfTest);
        return instance;
    }

    static void remove(StrategyInstance instance) {
        instance.stop(FIVE);
    }

    Optional<String> serving() {
        return manager.table()
                .entry("default")
                .flatMap(RouteTable.Entry::serving)
                .map(one -> one.version().toString());
    }

    /** The note of the first route. */
    String note() {
        return manager.table().entries().get(0).problem();
    }

    /** Until the thread waits with a timeout, as a waiting query and a drain do. */
    static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(thread.isAlive());
            Thread.onSpinWait();
        }
    }

    record TestService(InstanceId id, RebalanceStrategy strategy) implements StrategyService {
        @Override
        public RebalanceStrategy activate() {
            return strategy;
        }

        @Override
        public void deactivate() {}

        @Override
        public String activationFailure() {
            return "no strategy";
        }
    }
}
