package weir.router.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongPredicate;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceRegistration;
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
import weir.router.Caller;
import weir.router.InstalledPlugins;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.Routes;
import weir.router.StrategyState;
import weir.router.audit.AuditListener;
import weir.router.audit.RejectionEvent;
import weir.router.audit.VaultQueryEvent;
import weir.router.challenge.Challengers;
import weir.router.internal.audit.ChangeLog;
import weir.router.internal.config.Route;
import weir.router.internal.config.RouteDirectory;
import weir.router.internal.config.RouteProblems;
import weir.router.internal.config.RouterConfiguration;
import weir.router.internal.instance.DeclaredStrategies;
import weir.router.internal.instance.StrategyConfigurations;
import weir.router.internal.instance.StrategyInstance;
import weir.router.internal.instance.StrategyInstances;
import weir.router.internal.state.StateStore;
import weir.router.internal.table.ChallengeService;
import weir.router.internal.table.ListenerNotifier;
import weir.router.internal.table.QueryDispatcher;
import weir.router.internal.table.RouteEditor;
import weir.router.internal.table.RouteTableManager;
import weir.router.internal.table.Scheduler;
import weir.router.internal.table.SelectionStore;
import weir.strategy.RebalanceQuery;

/**
 * The services {@link Router} and {@link Routes}. Creates and connects the router's parts: route files determine the
 * configurations of strategies and the route table; strategy services become instances in the route table; queries read the
 * table.
 */
@Component(
        service = {Router.class, Routes.class},
        configurationPid = "weir.router",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RouterConfiguration.class)
public final class RouterComponent implements Router, Routes {

    private static final Logger LOG = LoggerFactory.getLogger(RouterComponent.class);

    /** Delay before the next scan if a file may be half written, or if the last update failed. */
    private static final Duration RETRY_DELAY = Duration.ofMillis(250);

    /** Longest pause between two scans, for file systems without events. */
    private static final Duration MAX_SCAN_PAUSE = Duration.ofSeconds(5);

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private final List<SwapSource> swapSources = new CopyOnWriteArrayList<>();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private final List<AuditListener> auditListeners = new CopyOnWriteArrayList<>();

    /** Absent until the installer has started, and in assemblies without it. */
    @Reference(policy = ReferencePolicy.DYNAMIC)
    private final List<InstalledPlugins> plugins = new CopyOnWriteArrayList<>();

    private final AuditListeners audit = new AuditListeners(auditListeners);
    private final BundleContext context;
    private final Scheduler scheduler = new Scheduler();
    private final ChangeLog changes;
    private final SelectionStore selections;
    private final RouteTableManager tableManager;
    private final QueryDispatcher dispatcher;
    private final RouteDirectory routeDirectory;
    private final RouteEditor editor;
    private final StrategyConfigurations configurations;
    private final StrategyInstances instances;
    private final RouteProblems routeProblems = new RouteProblems();
    private final RouteUpdateFailure updateFailure = new RouteUpdateFailure();
    private final SynchronousBundleListener bundleListener;
    private final DirectoryWatcher watcher;
    private final ServiceRegistration<Challengers> challengers;
    private Optional<List<Route>> configuredRoutes = Optional.empty();
    private boolean isStopped;

    /** @throws IOException if the data directory cannot be created */
    @Activate
    public RouterComponent(
            BundleContext context,
            @Reference ConfigurationAdmin admin,
            @Reference ListenerNotifier notifier,
            RouterConfiguration configuration)
            throws IOException {
        this.context = context;
        Path data = Files.createDirectories(Path.of(configuration.data()));
        Path routes = Path.of(configuration.routes_folder());
        this.selections = new SelectionStore(data);
        this.changes = new ChangeLog(data.resolve("changes.jsonl"));
        LongPredicate isHeld = id -> plugins.stream().anyMatch(installer -> installer.isHeld(id));
        this.tableManager = new RouteTableManager(changes, selections, routeProblems, notifier, scheduler, isHeld);
        this.dispatcher = new QueryDispatcher(tableManager, swapSources, scheduler);
        DeclaredStrategies declared = new DeclaredStrategies(
                context, bundle -> plugins.stream().allMatch(installer -> installer.isInstalled(bundle)));
        this.routeDirectory = new RouteDirectory(routes, declared::parameterProblem);
        this.editor = new RouteEditor(routes, tableManager, selections, declared);
        this.configurations =
                new StrategyConfigurations(context, admin, declared, routeProblems, tableManager::isInstanceReady);
        this.instances = new StrategyInstances(
                context,
                this::onStateChange,
                new StateStore(data, routeProblems),
                Duration.ofMillis(configuration.activation_timeout()),
                dispatcher::selfTest);
        tableManager.setHandoverListener(() -> scheduler.schedule(Duration.ZERO, this::deleteObsoleteConfigurations));
        this.bundleListener = this::onBundleEvent;
        context.addBundleListener(bundleListener);
        updateRoutes();
        instances.open();
        this.watcher = new DirectoryWatcher(routes, scheduler.executor(), this::updateRoutes);
        this.challengers = context.registerService(
                Challengers.class,
                new ChallengeService(tableManager, dispatcher, editor, isHeld, scheduler, this, this::updateRoutes),
                null);
    }

    @Deactivate
    void stop() {
        challengers.unregister();
        watcher.close();
        synchronized (this) {
            // Waits for a running update and prevents later ones, which would change the next component's
            // configurations.
            isStopped = true;
        }
        tableManager.close();
        configurations.close();
        context.removeBundleListener(bundleListener);
        instances.close();
        scheduler.close();
        changes.close();
        selections.close();
    }

    @Override
    public Answer decide(RebalanceQuery query, Optional<Caller> caller, Duration timeout) {
        long startNanos = System.nanoTime();
        Answer answer = dispatcher.decide(query, timeout);
        audit.notifyAnswer(query, caller, answer, Duration.ofNanos(System.nanoTime() - startNanos));
        return answer;
    }

    @Override
    public void reportRejection(RejectionEvent event) {
        audit.notify(listener -> listener.onRejection(event));
    }

    @Override
    public void reportVaultQuery(VaultQueryEvent event) {
        audit.notify(listener -> listener.onVaultQuery(event));
    }

    @Override
    public void pluginsChanged() {
        tableManager.reselect();
    }

    @Override
    public List<RouteStatus> routes() {
        return tableManager.status();
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(routeDirectory.problems());
        problems.addAll(routeProblems.all());
        changes.problem().ifPresent(problems::add);
        selections.problem().ifPresent(problems::add);
        problems.addAll(updateFailure.problems(watcher.scanDelay()));
        return problems;
    }

    @Override
    public Optional<String> text(String id) throws IOException {
        return editor.text(id);
    }

    @Override
    public synchronized void set(String id, String json) throws IOException {
        editor.set(id, json);
        updateRoutes();
    }

    @Override
    public synchronized void remove(String id) throws IOException {
        editor.remove(id);
        routeDirectory.forget(id);
        updateRoutes();
    }

    @Override
    public synchronized String pin(String route, String strategy, String versions) throws IOException {
        String id = editor.pin(route, strategy, versions);
        updateRoutes();
        return id;
    }

    @Override
    public synchronized Optional<Change> rollbackTarget(String route) {
        return editor.rollbackTarget(route);
    }

    @Override
    public synchronized Version rollback(String route) throws IOException {
        Version version = editor.rollback(route);
        updateRoutes();
        return version;
    }

    @Override
    public List<Change> changes(String route) {
        return changes.historyOf(editor.findId(route));
    }

    /**
     * Puts the route files in force. Creates configurations before it replaces the table, and deletes obsolete ones afterwards.
     *
     * @return the longest pause until the next update
     */
    private synchronized Duration updateRoutes() {
        if (isStopped) {
            return MAX_SCAN_PAUSE;
        }
        try {
            List<Route> routes = routeDirectory.scan();
            List<Route> configured = tableManager.openRounds().addTo(routes);
            if (!configuredRoutes.equals(Optional.of(configured))) {
                configurations.setRoutes(configured);
                tableManager.setRoutes(routes);
                configurations.deleteObsolete();
                configuredRoutes = Optional.of(configured);
            }
            updateFailure.clear();
            return routeDirectory.needsRescan() ? RETRY_DELAY : MAX_SCAN_PAUSE;
        } catch (IOException | RuntimeException | Error e) {
            updateFailure.report(e);
            return RETRY_DELAY;
        }
    }

    private void onBundleEvent(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTED) { // Its strategies may accept parameters that others reject.
            scheduler.schedule(Duration.ZERO, this::updateRoutes);
        } else if (event.getType() == BundleEvent.UNINSTALLED) {
            tableManager.bundleUninstalled(event.getBundle().getBundleId());
            scheduler.schedule(Duration.ZERO, this::deleteObsoleteConfigurations);
        }
    }

    private void onStateChange(StrategyInstance instance, StrategyState state, String reason) {
        tableManager.stateChanged(instance, state, reason);
        if (state == StrategyState.READY) {
            scheduler.schedule(Duration.ZERO, this::deleteObsoleteConfigurations);
        }
    }

    private synchronized void deleteObsoleteConfigurations() {
        try {
            if (!isStopped) {
                configurations.deleteObsolete();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Obsolete configurations cannot be deleted", e);
        }
    }
}
