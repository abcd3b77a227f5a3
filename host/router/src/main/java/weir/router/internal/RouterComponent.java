package weir.router.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.Version;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.DirectoryWatcher;
import weir.market.SwapSource;
import weir.router.Answer;
import weir.router.AnswerListener;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.RouterListener;
import weir.router.Routes;
import weir.router.StrategyState;
import weir.router.internal.audit.ChangeLog;
import weir.router.internal.config.Route;
import weir.router.internal.config.RouteDirectory;
import weir.router.internal.config.RouterConfiguration;
import weir.router.internal.instance.DeclaredStrategies;
import weir.router.internal.instance.StrategyConfigurations;
import weir.router.internal.instance.StrategyInstance;
import weir.router.internal.instance.StrategyInstances;
import weir.router.internal.table.ListenerNotifier;
import weir.router.internal.table.QueryDispatcher;
import weir.router.internal.table.RouteEditor;
import weir.router.internal.table.RouteTableManager;
import weir.router.internal.table.Scheduler;
import weir.router.internal.table.SelectionStore;
import weir.strategy.RebalanceQuery;

/**
 * The router as a service; it connects the parts. Data flows one way: route files to configurations and to the route table, and
 * strategy services to instances to the route table, which queries read.
 */
@Component(
        service = {Router.class, Routes.class},
        configurationPid = "weir.router",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RouterConfiguration.class)
public final class RouterComponent implements Router, Routes {

    private static final Logger LOG = LoggerFactory.getLogger(RouterComponent.class);

    /** Between two reads of files that were perhaps half written, and of a failed attempt to put routes in force. */
    private static final Duration RESCAN = Duration.ofMillis(250);

    /** Longer than any update takes. */
    private static final Duration MAX_OVERDUE = Duration.ofSeconds(30);

    /** For file systems without events. */
    private static final Duration SAFETY_RESCAN = Duration.ofSeconds(5);

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private final List<SwapSource> swapSources = new CopyOnWriteArrayList<>();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private final List<AnswerListener> answerListeners = new CopyOnWriteArrayList<>();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private final List<RouterListener> routerListeners = new CopyOnWriteArrayList<>();

    private final BundleContext context;
    private final Scheduler thread = new Scheduler();
    private final ListenerNotifier notifier = new ListenerNotifier(routerListeners);
    private final ChangeLog changes;
    private final SelectionStore selections;
    private final RouteTableManager manager;
    private final QueryDispatcher dispatcher;
    private final RouteDirectory directory;
    private final RouteEditor editor;
    private final StrategyConfigurations configurations;
    private final StrategyInstances instances;
    private final SynchronousBundleListener uninstalls;
    private final DirectoryWatcher watcher;
    private Optional<List<Route>> inForce = Optional.empty();
    private boolean isStopped;
    private volatile String failure = "";

    /** @throws IOException if the data directory cannot be created */
    @Activate
    public RouterComponent(
            BundleContext context, @Reference ConfigurationAdmin admin, RouterConfiguration configuration)
            throws IOException {
        this.context = context;
        Path data = Files.createDirectories(Path.of(configuration.data()));
        Path routes = Path.of(configuration.routes_folder());
        this.selections = new SelectionStore(data);
        this.changes = new ChangeLog(data.resolve("changes.jsonl"));
        this.manager = new RouteTableManager(changes, selections, notifier, thread);
        this.dispatcher = new QueryDispatcher(manager, swapSources, thread);
        this.directory = new RouteDirectory(routes);
        this.editor = new RouteEditor(routes, manager, selections, new DeclaredStrategies(context)::versions);
        this.configurations = new StrategyConfigurations(context, admin, manager::isReady);
        this.instances = new StrategyInstances(context, this::instanceChanged, dispatcher::selfTest);
        this.uninstalls = event -> {
            if (event.getType() == BundleEvent.UNINSTALLED) {
                manager.uninstalled(event.getBundle().getBundleId());
                thread.schedule(Duration.ZERO, this::deleteObsoleteConfigurations);
            }
        };
        context.addBundleListener(uninstalls);
        update();
        instances.open();
        this.watcher = new DirectoryWatcher(routes, thread.executor(), this::update);
    }

    @Deactivate
    void stop() {
        watcher.close();
        synchronized (this) {
            // An update that runs ends first, and none follows: another component may already own the configurations.
            isStopped = true;
        }
        manager.close();
        configurations.close();
        context.removeBundleListener(uninstalls);
        instances.close();
        thread.close();
        notifier.close();
        changes.close();
        selections.close();
    }

    @Override
    public Answer decide(RebalanceQuery query, Duration timeout) {
        long begun = System.nanoTime();
        Answer answer = dispatcher.decide(query, timeout);
        for (AnswerListener listener : answerListeners) {
            try {
                listener.answered(query, answer, Duration.ofNanos(System.nanoTime() - begun));
            } catch (RuntimeException | Error e) {
                LOG.warn("Answer listener {} failed", listener.getClass(), e);
            }
        }
        return answer;
    }

    @Override
    public List<RouteStatus> routes() {
        return manager.status();
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(directory.problems());
        changes.problem().ifPresent(problems::add);
        selections.problem().ifPresent(problems::add);
        Duration overdue = watcher.overdue();
        if (overdue.compareTo(MAX_OVERDUE) > 0) {
            problems.add("the routes directory has not been read for " + overdue.toSeconds()
                    + " s, so changed routes have no effect. Restart the host");
        }
        if (!failure.isEmpty()) {
            problems.add("routes cannot be put in force (" + failure + "); the previous ones stay in force");
        }
        return problems;
    }

    @Override
    public Optional<String> text(String id) throws IOException {
        return editor.text(id);
    }

    @Override
    public synchronized void set(String id, String json) throws IOException {
        editor.set(id, json);
        update();
    }

    @Override
    public synchronized void remove(String id) throws IOException {
        editor.remove(id);
        directory.forget(id);
        update();
    }

    @Override
    public synchronized String pin(String route, String strategy, String versions) throws IOException {
        String id = editor.pin(route, strategy, versions);
        update();
        return id;
    }

    @Override
    public synchronized Version rollback(String route) throws IOException {
        Version version = editor.rollback(route);
        update();
        return version;
    }

    @Override
    public List<Change> changes(String route) {
        return changes.of(editor.id(route));
    }

    /**
     * Puts the route files in force: configurations are created before the table that needs them, and deleted after it.
     *
     * @return the longest pause until the next update
     */
    private synchronized Duration update() {
        if (isStopped) {
            return SAFETY_RESCAN;
        }
        try {
            List<Route> routes = directory.scan();
            if (!inForce.equals(Optional.of(routes))) {
                configurations.provide(routes);
                manager.setRoutes(routes);
                configurations.deleteObsolete();
                inForce = Optional.of(routes);
            }
            failure = "";
            return directory.needsRescan() ? RESCAN : SAFETY_RESCAN;
        } catch (IOException | RuntimeException | Error e) {
            logFailure(e);
            return RESCAN;
        }
    }

    private void logFailure(Throwable e) {
        String before = failure;
        failure = "out of memory";
        try {
            String now = e.toString();
            if (!before.equals(now)) {
                LOG.error("Routes cannot be put in force", e);
            }
            failure = now;
        } catch (OutOfMemoryError again) {
            // Not even a line can be logged; the next update tries again.
        }
    }

    private void instanceChanged(StrategyInstance instance, StrategyState state, String reason) {
        manager.changed(instance, state, reason);
        if (state == StrategyState.READY) {
            thread.schedule(Duration.ZERO, this::deleteObsoleteConfigurations);
        }
    }

    private synchronized void deleteObsoleteConfigurations() {
        try {
            if (!isStopped) {
                configurations.deleteObsolete();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Configurations that are not used any more cannot be deleted", e);
        }
    }
}
