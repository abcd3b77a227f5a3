package weir.rounds.internal.challenge;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.history.SwapHistory;
import weir.history.pool.PoolMetadataStore;
import weir.rounds.Rounds;
import weir.rounds.challenge.ChallengeStatus;
import weir.rounds.challenge.ChallengeStatus.Phase;
import weir.rounds.challenge.Challenges;
import weir.rounds.internal.RoundsConfiguration;
import weir.rounds.internal.challenge.records.RecordFiles;
import weir.rounds.internal.challenge.replay.PairedScores;
import weir.rounds.internal.challenge.replay.StrategyReplay;
import weir.router.audit.AnswerEvent;
import weir.router.audit.AuditListener;
import weir.router.challenge.ChallengedRoute;
import weir.router.challenge.Challengers;

/**
 * Runs the challenges of all routes. Every ten seconds, one thread looks at the routes, because a promotion waits for the pause between two
 * rounds. Each challenge has two threads of its own, see {@link ChallengeThreads}.
 */
@Component(
        service = {Challenges.class, AuditListener.class, HealthCheck.class},
        configurationPid = "weir.rounds",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {HealthCheck.NAME + "=challenges", HealthCheck.TAGS + "=weir"})
public final class ChallengesComponent implements Challenges, AuditListener, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ChallengesComponent.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    /** The newest rounds, which say whether one is being played when the host starts. */
    private static final int NEWEST_ROUNDS = 50;

    private final Challengers challengers;
    private final Rounds rounds;
    private final RecordFiles files;
    private final PairedScores scores;
    private final long roundBlocks;
    private final InstantSource clock;
    private final Map<String, RouteChallenge> byRoute = new ConcurrentHashMap<>();
    private final Map<String, String> unreadable = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor executor;
    private final Rounds.Registration listening;

    @Activate
    public ChallengesComponent(
            @Reference Challengers challengers,
            @Reference Rounds rounds,
            @Reference SwapHistory history,
            RoundsConfiguration configuration) {
        this(
                challengers,
                rounds,
                new RecordFiles(Path.of(configuration.challenges_folder())),
                new StrategyReplay(
                        history,
                        new PoolMetadataStore(Path.of(configuration.pools_folder()))::find,
                        configuration.round_blocks()),
                configuration.round_blocks(),
                InstantSource.system());
        executor.scheduleWithFixedDelay(this::stepOrLog, 1, PERIOD.toSeconds(), TimeUnit.SECONDS);
    }

    /** Creates a component whose {@link #step} the caller calls. */
    ChallengesComponent(
            Challengers challengers,
            Rounds rounds,
            RecordFiles files,
            PairedScores scores,
            long roundBlocks,
            InstantSource clock) {
        this.challengers = challengers;
        this.rounds = rounds;
        this.files = files;
        this.scores = scores;
        this.roundBlocks = roundBlocks;
        this.clock = clock;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "weir challenges");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        this.listening = rounds.addListener(round ->
                byRoute.values().forEach(challenge -> challenge.rounds().onRound(round)));
    }

    @Deactivate
    void close() {
        listening.close();
        executor.shutdownNow();
        byRoute.values().forEach(RouteChallenge::close);
    }

    @Override
    public void onAnswer(AnswerEvent event) {
        if (event.answer().route().isPresent()) {
            RouteChallenge challenge = byRoute.get(event.answer().route().get());
            if (challenge != null) {
                challenge.onAnswer(event);
            }
        }
    }

    private void stepOrLog() {
        try {
            step();
        } catch (RuntimeException | Error e) { // It would end the schedule.
            LOG.error("The challenges were not examined; the next try is in {} s", PERIOD.toSeconds(), e);
        }
    }

    /** Does what is due on each route. One that fails does not stop the others. */
    synchronized void step() {
        List<ChallengedRoute> routes = challengers.routes();
        List<String> ids = routes.stream().map(ChallengedRoute::id).toList();
        byRoute.entrySet().removeIf(entry -> {
            boolean isOver = !ids.contains(entry.getKey());
            if (isOver) {
                entry.getValue().close();
            }
            return isOver;
        });
        unreadable.keySet().retainAll(ids);
        for (ChallengedRoute route : routes) {
            try {
                challenge(route.id()).ifPresent(challenge -> challenge.step(route, clock.instant()));
            } catch (RuntimeException e) {
                LOG.error("The challenge of route {} failed", route.id(), e);
            }
        }
    }

    private Optional<RouteChallenge> challenge(String route) {
        RouteChallenge known = byRoute.get(route);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            RouteRounds played = new RouteRounds(route, rounds, roundBlocks, clock);
            rounds.rounds(Optional.empty(), NEWEST_ROUNDS).forEach(played::onRound);
            RouteChallenge created = new RouteChallenge(route, files, challengers, played, this::startThreads);
            byRoute.put(route, created);
            unreadable.remove(route);
            return Optional.of(created);
        } catch (IOException e) {
            String problem = "the challenge of route " + route + " does not run: " + e.getMessage();
            if (!problem.equals(unreadable.put(route, problem))) {
                LOG.error("{}", problem);
            }
            return Optional.empty();
        }
    }

    private ChallengeThreads startThreads(String route, Consumer<ChallengeThreads> onMissedDeadlines) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new ChallengeThreads(
                route,
                challengers,
                scores,
                this::challengerVersion,
                (period, task) -> {
                    ScheduledFuture<?> scheduled = executor.scheduleAtFixedRate(
                            task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
                    return () -> scheduled.cancel(false);
                },
                System::nanoTime,
                threads::getCurrentThreadCpuTime,
                onMissedDeadlines);
    }

    private Optional<Version> challengerVersion(String route) {
        return find(route).flatMap(found -> found.challenger().version());
    }

    private Optional<ChallengedRoute> find(String route) {
        return challengers.routes().stream()
                .filter(one -> one.id().equals(route))
                .findFirst();
    }

    @Override
    public List<ChallengeStatus> challenges() {
        Instant now = clock.instant();
        return challengers.routes().stream()
                .map(route -> StatusReport.of(route, Optional.ofNullable(byRoute.get(route.id())), unreadable, now))
                .toList();
    }

    @Override
    public String start(String route, String challenger) throws IOException {
        String id = challengers.start(route, challenger);
        step();
        return id;
    }

    @Override
    public synchronized String promote(String route) {
        String id = challengers.findId(route);
        step();
        ChallengeStatus status = challenges().stream()
                .filter(one -> one.route().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "route " + id + " has no challenger; name one with 'weir challenge " + id + " STRATEGY'"));
        if (status.phase() != Phase.PROPOSED) {
            throw new IllegalArgumentException("the challenger of route " + id + " cannot be promoted: "
                    + status.obstacle() + "; wait, or change the strategy without this test by 'weir pin'");
        }
        RouteChallenge challenge = byRoute.get(id);
        challenge.record().contest().ifPresent(contest -> challenge.approve(contest, clock.instant()));
        step();
        return id;
    }

    @Override
    public synchronized String stop(String route) throws IOException {
        String id = challengers.stop(route);
        challenge(id).ifPresent(challenge -> challenge.end(clock.instant()));
        step();
        return id;
    }

    @Override
    public String findId(String route) {
        return challengers.findId(route);
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(unreadable.values());
        byRoute.values().forEach(challenge -> challenge.problem().ifPresent(problems::add));
        challenges().stream()
                .filter(status -> status.phase() == Phase.STOPPED)
                .map(ChallengeStatus::obstacle)
                .collect(Collectors.toCollection(() -> problems));
        return problems;
    }

    @Override
    public Result execute() {
        FormattingResultLog result = new FormattingResultLog();
        List<String> problems = problems();
        problems.forEach(problem -> result.warn("{}", problem));
        challenges().stream()
                .filter(status -> status.phase() == Phase.PROPOSED)
                .forEach(status -> result.info(
                        "route {}: the {} {} is proposed; approve it with 'weir challenge promote {}'",
                        status.route(),
                        status.requiredRounds() == 0 ? "roll-back to" : "promotion of",
                        status.challenger(),
                        status.route()));
        if (problems.isEmpty()) {
            result.info("challenges: {}", byRoute.size());
        }
        return new Result(result);
    }
}
