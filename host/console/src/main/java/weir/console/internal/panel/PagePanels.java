package weir.console.internal.panel;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import weir.chain.MetagraphService;
import weir.console.internal.ConsoleConfiguration;
import weir.console.internal.HostSettings;
import weir.console.internal.admin.HealthReport;
import weir.console.internal.page.PageEvents;
import weir.console.internal.panel.ChainPanel.Chain;
import weir.console.internal.panel.json.PanelSerializer;
import weir.installer.Installer;
import weir.rounds.Rounds;
import weir.rounds.challenge.Challenges;
import weir.router.Router;
import weir.router.Routes;

/**
 * Builds the panels of the operator page from the state of the host, and sends them to browsers. Panels about queries are built after a
 * query, and panels about the host every five seconds and after a change of a route, so that an open page costs little.
 */
@Component(
        service = PagePanels.class,
        configurationPid = ConsoleConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class PagePanels {

    private static final Duration HOST_PERIOD = Duration.ofSeconds(5);

    private final Clock clock = Clock.systemUTC();
    private final Router router;
    private final HealthReport health;
    private final PageRecorder recorder;
    private final Challenges challenges;
    private final PairPanels pairs;
    private final HostPanels host;
    private final UpdatesPanel updates;
    private final ChainPanel chainPanel;
    private final PageEvents events = new PageEvents(this::build);
    private final PanelSerializer serializer = new PanelSerializer();
    private final String version;

    private final ScorePanel scores = new ScorePanel();

    private volatile MetagraphService chain;
    private volatile Rounds rounds;
    private volatile Rounds.Registration roundsListener;
    private final AtomicBoolean isRouteChanged = new AtomicBoolean(true);
    private Map<String, String> hostPanels = Map.of();
    private long hostPanelsBuilt = System.nanoTime() - HOST_PERIOD.toNanos();
    private Optional<String> healthProblem = Optional.empty();
    private Optional<String> chainProblem = Optional.empty();

    @Activate
    public PagePanels(
            BundleContext context,
            @Reference Router router,
            @Reference Routes routes,
            @Reference Installer installer,
            @Reference HealthReport health,
            @Reference PageRecorder recorder,
            @Reference Challenges challenges,
            ConsoleConfiguration configuration) {
        Path data = Path.of(configuration.data());
        this.router = router;
        this.health = health;
        this.recorder = recorder;
        this.challenges = challenges;
        this.pairs = new PairPanels(data, serializer);
        this.host = new HostPanels(context, router, routes, installer, data);
        this.updates = new UpdatesPanel(installer, data);
        this.chainPanel = new ChainPanel(configuration.hotkey(), HostSettings.parse(configuration.settings()));
        this.version = context.getBundle().getVersion().toString();
        recorder.onRouteChange(() -> {
            isRouteChanged.set(true);
            events.changed();
        });
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setChain(MetagraphService service) {
        chain = service;
    }

    void unsetChain(MetagraphService service) {
        if (chain == service) { // Its successor is set before.
            chain = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setRounds(Rounds service) {
        if (rounds != null) { // It is unset afterwards.
            roundsListener.close();
        }
        rounds = service;
        roundsListener = service.addListener(scores::changed);
    }

    void unsetRounds(Rounds service) {
        if (rounds == service) {
            rounds = null;
            roundsListener.close();
        }
    }

    @Deactivate
    void stop() {
        events.close();
    }

    /** Sends the panels to browsers. */
    public PageEvents events() {
        return events;
    }

    /** The panels by name, as JSON. */
    Map<String, String> build() {
        Instant now = clock.instant();
        long nanos = System.nanoTime();
        if (isRouteChanged.getAndSet(false) || nanos - hostPanelsBuilt >= HOST_PERIOD.toNanos()) {
            hostPanels = buildHostPanels(now);
            hostPanelsBuilt = nanos;
        }
        Map<String, String> panels = new LinkedHashMap<>();
        put(
                panels,
                "earning",
                () -> recorder.read((activity, recorded) ->
                        QueryPanels.verdict(activity, router.routes(), healthProblem, chainProblem, now)));
        panels.putAll(pairs.of(recorder));
        long revision = recorder.read((activity, recorded) -> activity.revision);
        panels.put(
                "validators",
                serializer.serialize(
                        "validators",
                        revision,
                        () -> recorder.read((activity, recorded) -> QueryPanels.validators(activity))));
        panels.put(
                "decisions",
                serializer.serialize(
                        "decisions",
                        revision,
                        () -> recorder.read((activity, recorded) -> QueryPanels.decisions(recorded.decisions()))));
        put(panels, "score", () -> scores.of(Optional.ofNullable(rounds)));
        put(panels, "strategies", host::strategies);
        panels.putAll(hostPanels);
        return panels;
    }

    private Map<String, String> buildHostPanels(Instant now) {
        HealthReport.Report report = health.report();
        Chain onChain = chainPanel.of(Optional.ofNullable(chain), now);
        healthProblem = criticalProblem(report);
        chainProblem = chainProblem(onChain);
        Map<String, String> panels = new LinkedHashMap<>();
        put(panels, "host", () -> Map.of("version", version, "now", now.getEpochSecond() / 60 * 60));
        put(panels, "chain", () -> onChain);
        put(panels, "machine", () -> host.machine(now, blockAge()));
        put(panels, "updates", updates::updates);
        put(panels, "health", () -> report);
        put(panels, "challengers", () -> ChallengersPanel.of(challenges));
        return panels;
    }

    private Optional<Duration> blockAge() {
        return Optional.ofNullable(chain).flatMap(service -> service.status().blockAge());
    }

    private void put(Map<String, String> panels, String name, Supplier<Object> content) {
        panels.put(name, serializer.serialize(name, content));
    }

    private static Optional<String> criticalProblem(HealthReport.Report report) {
        return report.checks().stream()
                .flatMap(check -> check.messages().stream()
                        .filter(message -> message.status().compareTo(Result.Status.CRITICAL) >= 0)
                        .map(message -> check.name() + ": " + message.text()))
                .findFirst();
    }

    private static Optional<String> chainProblem(Chain chain) {
        return chain.state().equals("unregistered") || chain.state().equals("registered")
                ? Optional.of(chain.alert())
                : Optional.empty();
    }
}
