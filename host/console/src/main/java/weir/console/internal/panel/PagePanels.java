package weir.console.internal.panel;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
import weir.installer.Installer;
import weir.rounds.Rounds;
import weir.router.Router;
import weir.router.Routes;

/** Builds the panels of the operator page from the state of the host, and sends them to browsers. */
@Component(
        service = PagePanels.class,
        configurationPid = ConsoleConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class PagePanels {

    private static final Duration HEALTH_PERIOD = Duration.ofSeconds(5);

    private final Clock clock = Clock.systemUTC();
    private final Router router;
    private final HealthReport health;
    private final PageRecorder recorder;
    private final PairPanels pairs;
    private final HostPanels host;
    private final ChainPanel chainPanel;
    private final PageEvents events = new PageEvents(this::build);
    private final String version;

    private final ScorePanel scores = new ScorePanel();

    private volatile MetagraphService chain;
    private volatile Rounds rounds;
    private volatile Rounds.Registration roundsListener;
    private HealthReport.Report report;
    private Instant reportedAt = Instant.MIN;

    @Activate
    public PagePanels(
            BundleContext context,
            @Reference Router router,
            @Reference Routes routes,
            @Reference Installer installer,
            @Reference HealthReport health,
            @Reference PageRecorder recorder,
            ConsoleConfiguration configuration) {
        Path data = Path.of(configuration.data());
        this.router = router;
        this.health = health;
        this.recorder = recorder;
        this.pairs = new PairPanels(data);
        this.host = new HostPanels(context, router, routes, installer, data);
        this.chainPanel = new ChainPanel(configuration.hotkey(), HostSettings.parse(configuration.settings()));
        this.version = context.getBundle().getVersion().toString();
        recorder.onRouteChange(events::changed);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setChain(MetagraphService service) {
        chain = service;
    }

    void unsetChain(MetagraphService service) {
        chain = null;
    }

    /** After a restart, the charts begin with the recorded rounds. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setRounds(Rounds service) {
        rounds = service;
        recorder.restore(() -> ScorePanel.earlierAnswers(service));
        roundsListener = service.addListener(scores::changed);
    }

    void unsetRounds(Rounds service) {
        rounds = null;
        roundsListener.close();
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
        if (report == null || Duration.between(reportedAt, now).compareTo(HEALTH_PERIOD) >= 0) {
            report = health.report();
            reportedAt = now;
        }
        Chain onChain = chainPanel.of(Optional.ofNullable(chain), now);
        Map<String, String> panels = new LinkedHashMap<>();
        panels.put("host", PageJson.of(Map.of("version", version, "now", now.getEpochSecond() / 60 * 60)));
        recorder.read((activity, recorded) -> {
            panels.put(
                    "earning",
                    PageJson.of(QueryPanels.verdict(
                            activity, router.routes(), criticalProblem(), chainProblem(onChain), now)));
            panels.put("price", PageJson.of(pairs.of(recorded.pairs())));
            panels.put("validators", PageJson.of(QueryPanels.validators(activity)));
            panels.put("decisions", PageJson.of(QueryPanels.decisions(recorded.decisions())));
            return null;
        });
        panels.put("score", PageJson.of(scores.of(Optional.ofNullable(rounds))));
        panels.put("strategies", PageJson.of(host.strategies()));
        panels.put("chain", PageJson.of(onChain));
        panels.put("machine", PageJson.of(host.machine(now)));
        panels.put("updates", PageJson.of(host.updates()));
        panels.put("health", PageJson.of(report));
        return panels;
    }

    private Optional<String> criticalProblem() {
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
