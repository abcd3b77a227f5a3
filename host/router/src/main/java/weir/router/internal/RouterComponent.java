package weir.router.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.market.SwapSource;
import weir.router.Answer;
import weir.router.AnswerListener;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.Routes;
import weir.router.StrategyState;
import weir.strategy.RebalanceQuery;

/** The router as a service: follows the routes folder and the strategies, and hands queries to the {@link DrainingRouter}. */
@Component(
        service = {Router.class, Routes.class},
        configurationPid = "weir.router",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RouterComponent.Config.class)
public final class RouterComponent implements Router, Routes {

    private static final Logger LOG = LoggerFactory.getLogger(RouterComponent.class);
    private static final long BETWEEN_SCANS = Duration.ofMillis(250).toMillis();

    /** Configuration of PID {@code weir.router}. */
    @ObjectClassDefinition(name = "Weir router")
    public @interface Config {
        /** Folder of the route files. */
        @AttributeDefinition(name = "Routes folder", description = "Folder of the route files, <id>.json")
        String routes_folder();

        /** Folder of what the router remembers. */
        @AttributeDefinition(
                name = "Data folder",
                description = "Folder of changes.jsonl: who served which route since when")
        String data();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.UPDATE)
    private final List<SwapSource> swapSources = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.UPDATE)
    private final List<AnswerListener> listeners = new CopyOnWriteArrayList<>();

    private final ServingBoard board;
    private final DrainingRouter router;
    private final RoutesFolder folder;
    private final RouteFiles files;
    private final RouteConfigurations configurations;
    private final Deliveries deliveries;
    private final StrategyTracker strategies;
    private final ScheduledExecutorService follower;
    private final ChangeLog log;
    private Optional<List<Route>> followed = Optional.empty();
    private boolean stopped;
    private volatile String trouble = "";

    /** @throws IOException if the data folder cannot be made */
    @Activate
    public RouterComponent(BundleContext context, @Reference ConfigurationAdmin admin, Config config)
            throws IOException {
        Path data = Files.createDirectories(Path.of(config.data()));
        this.log = new ChangeLog(data.resolve("changes.jsonl"));
        this.board = new ServingBoard(log);
        this.router = new DrainingRouter(board, swapSources);
        this.files = new RouteFiles(Path.of(config.routes_folder()), board, log, new DeclaredStrategies(context)::has);
        this.folder = new RoutesFolder(Path.of(config.routes_folder()));
        this.configurations = new RouteConfigurations(admin);
        this.deliveries = new Deliveries(context, configurations);
        this.strategies = new StrategyTracker(context, router, board);
        this.follower = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "weir routes folder");
            thread.setDaemon(true);
            return thread;
        });
        follow();
        strategies.open();
        follower.scheduleWithFixedDelay(this::follow, BETWEEN_SCANS, BETWEEN_SCANS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void stop() {
        follower.shutdownNow();
        synchronized (this) {
            // One of another folder may already follow: a look that is under way ends first, and none comes after it.
            stopped = true;
        }
        strategies.close();
        log.close();
    }

    @Override
    public Answer decide(RebalanceQuery query, Duration timeout) {
        long begun = System.nanoTime();
        Answer answer = router.decide(query, timeout);
        for (AnswerListener listener : listeners) {
            try {
                listener.answered(query, answer, Duration.ofNanos(System.nanoTime() - begun));
            } catch (RuntimeException | Error e) {
                // An Error, too: the answer stands, whoever fails to hear of it.
                LOG.warn("A listener of answers failed: {}", listener.getClass(), e);
            }
        }
        return answer;
    }

    @Override
    public List<RouteStatus> routes() {
        return board.table().entries().stream().map(RouterComponent::status).toList();
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(folder.problems());
        log.problem().ifPresent(problems::add);
        if (!trouble.isEmpty()) {
            problems.add("routes cannot be put in force (" + trouble + "); the last ones stay. Trying again");
        }
        return problems;
    }

    @Override
    public Optional<String> text(String id) throws IOException {
        return files.text(id);
    }

    @Override
    public synchronized void set(String id, String json) throws IOException {
        files.set(id, json);
        follow();
    }

    @Override
    public synchronized void remove(String id) throws IOException {
        files.remove(id);
        folder.forget(id);
        follow();
    }

    @Override
    public synchronized String pin(String route, String strategy, String versions) throws IOException {
        String id = files.pin(route, strategy, versions);
        follow();
        return id;
    }

    @Override
    public synchronized Version rollback(String route) throws IOException {
        Version version = files.rollback(route);
        folder.forget(route);
        follow();
        return version;
    }

    @Override
    public List<Change> changes(String route) {
        return files.changes(route);
    }

    /** New configurations come before the table that needs them and old ones go after it, so that no query finds a gap. */
    private synchronized void follow() {
        if (stopped) {
            return;
        }
        try {
            board.endWaits();
            List<Route> routes = folder.scan();
            if (!followed.equals(Optional.of(routes)) || !trouble.isEmpty()) {
                deliveries.expect();
                configurations.provide(routes);
                board.routes(routes);
                configurations.withdraw(routes);
                followed = Optional.of(routes);
                trouble = "";
            }
            deliveries.look(routes);
        } catch (IOException | RuntimeException | Error e) {
            // Errors, too: a scheduled task that throws is never run again.
            troubled(e);
        }
    }

    private void troubled(Throwable e) {
        String before = trouble;
        trouble = "unspoken";
        try {
            String now = e.toString();
            if (!before.equals(now)) {
                LOG.error("Routes cannot be put in force; trying again", e);
            }
            trouble = now;
        } catch (OutOfMemoryError unspeakable) {
            // The heap is so full that not even a line can be written; the next look says it.
            trouble = "unspoken";
        }
    }

    private static RouteStatus status(RouteTable.Entry entry) {
        Route route = entry.route();
        return new RouteStatus(
                route.id(),
                route.chainId(),
                route.pair(),
                route.strategy(),
                route.range(),
                route.upgrade(),
                entry.serving().map(Candidate::version),
                entry.fitting().stream().map(RouterComponent::instance).toList(),
                entry.lane().answers(),
                entry.lane().fallbacks(),
                entry.note());
    }

    private static RouteStatus.Instance instance(Candidate candidate) {
        Breaker breaker = candidate.breaker();
        return new RouteStatus.Instance(
                candidate.version(),
                candidate.bundleId(),
                breaker.open() ? StrategyState.DEGRADED : StrategyState.READY,
                breaker.open() ? breaker.reason() : "");
    }
}
