package weir.rounds.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.pool.PoolMetadataStore;
import weir.rounds.JobScore;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.rounds.RoundScore;
import weir.rounds.Rounds;
import weir.rounds.internal.score.RoundScorer;
import weir.rounds.internal.store.RoundFiles;
import weir.router.audit.AnswerEvent;
import weir.router.audit.AsyncBatchWriter;
import weir.router.audit.AuditListener;

/**
 * Records the rounds that are played, and scores them when their swaps are stored. Two threads do the work: one writes answers, and one
 * scores rounds once a minute, because the history may grow in another process ({@code weir history fetch}).
 */
@Component(
        service = {Rounds.class, AuditListener.class, HealthCheck.class},
        configurationPid = "weir.rounds",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {HealthCheck.NAME + "=rounds", HealthCheck.TAGS + "=weir"})
@Designate(ocd = RoundsConfiguration.class)
public final class RoundsComponent implements Rounds, AuditListener, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(RoundsComponent.class);
    private static final int QUEUE_CAPACITY = 4_096;
    /** Each batch reads and replaces the files of its rounds. Under a flood of queries, a period of 20 ms took a fifth of the CPU. */
    private static final Duration RECORDING_PERIOD = Duration.ofMillis(250);

    private static final Duration SCORING_PERIOD = Duration.ofMinutes(1);
    /** After the start of the host, which is faster without it. */
    private static final Duration FIRST_SCORING = Duration.ofSeconds(2);

    /** Rounds without swaps for longer than this are not tried again at each period. */
    private static final Duration MAX_WAIT_FOR_SWAPS = Duration.ofDays(7);

    private final RoundFiles files;
    private final RouteParameters parameters;
    private final RoundScorer scorer;
    private final InstantSource clock;
    /** Held while a record is read, changed and written. Not held by those who only read. */
    private final Object writeLock = new Object();

    private final JobScores jobs = new JobScores();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AsyncBatchWriter<AnswerEvent> recorder =
            new AsyncBatchWriter<>("weir rounds", QUEUE_CAPACITY, RECORDING_PERIOD, this::record);
    private final ScheduledExecutorService scoring;
    /** Whether {@link #jobs} has the rounds of the time before the start. */
    private boolean areJobsComplete;

    private volatile Optional<String> writeProblem = Optional.empty();
    private volatile Optional<String> scoreProblem = Optional.empty();
    /** Rounds that could not be scored in the last period. Only for the thread that scores. */
    private Set<RoundId> failed = Set.of();

    @Activate
    public RoundsComponent(@Reference SwapHistory history, RoundsConfiguration configuration) {
        this(
                new RoundFiles(Path.of(configuration.folder()), Duration.ofDays(configuration.keep_days())),
                new RouteParameters(Path.of(configuration.routes_folder())),
                new RoundScorer(
                        history,
                        new PoolMetadataStore(Path.of(configuration.pools_folder()))::find,
                        configuration.round_blocks()),
                InstantSource.system());
        scoring.scheduleWithFixedDelay(
                this::scoreRounds, FIRST_SCORING.toMillis(), SCORING_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    RoundsComponent(RoundFiles files, RouteParameters parameters, RoundScorer scorer, InstantSource clock) {
        this.files = files;
        this.parameters = parameters;
        this.scorer = scorer;
        this.clock = clock;
        this.scoring = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "weir round scores");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
    }

    @Deactivate
    void stop() {
        recorder.close();
        scoring.shutdown();
        try {
            scoring.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onAnswer(AnswerEvent event) {
        // Without a route, no strategy was asked. Anyone may send such queries, for any number of pools.
        if (event.answer().route().isPresent()) {
            recorder.add(event);
        }
    }

    private void record(List<AnswerEvent> batch, long dropped) {
        synchronized (writeLock) { // A score may be added at the same time.
            record(batch);
        }
        if (dropped > 0) {
            writeProblem = Optional.of(dropped + " answers are missing in data/rounds, because the disk was too slow");
        }
    }

    private void record(List<AnswerEvent> batch) {
        Map<RoundId, PlayedRound> changed = new LinkedHashMap<>();
        for (AnswerEvent event : batch) {
            RoundId id = RoundId.of(event);
            PlayedRound before =
                    changed.containsKey(id) ? changed.get(id) : files.find(id).orElse(null);
            changed.put(
                    id,
                    before == null
                            ? new PlayedRound(id, List.of(event), 0, parameters.of(event), Optional.empty())
                            : before.plus(event));
        }
        changed.values().forEach(this::write);
    }

    private void write(PlayedRound round) {
        try {
            files.write(round);
            writeProblem = Optional.empty();
        } catch (IOException e) {
            if (writeProblem.isEmpty()) {
                LOG.warn("A round cannot be recorded", e);
            }
            writeProblem = Optional.of("rounds cannot be recorded (" + e
                    + "); free disk space, or correct the permissions of the data directory");
            return;
        }
        jobs.put(round);
        for (Listener listener : listeners) {
            try {
                listener.onChange(round);
            } catch (RuntimeException e) {
                LOG.warn("Rounds listener {} failed", listener.getClass(), e);
            }
        }
    }

    /**
     * Deletes old records, and scores the rounds whose swaps have been stored since. One that fails does not stop the others, and is
     * logged once.
     */
    void scoreRounds() {
        Instant now = clock.instant();
        files.deleteOld(now);
        jobs.removeDeleted(files::oldestName);
        Map<RoundId, String> failures = new LinkedHashMap<>();
        // Oldest first: a challenge compares rounds in their order.
        files.oldest(now.minus(MAX_WAIT_FOR_SWAPS))
                .filter(round -> round.score().isEmpty())
                .forEachOrdered(round -> score(round).ifPresent(problem -> failures.put(round.id(), problem)));
        failed = Set.copyOf(failures.keySet());
        scoreProblem = failures.values().stream().findFirst();
    }

    /** Returns why the round cannot be scored; empty if it is scored, or its swaps are not stored yet. */
    private Optional<String> score(PlayedRound round) {
        String problem = "round " + round.id().round() + " has no score: ";
        try {
            scorer.score(round).ifPresent(score -> store(round.id(), score));
            return Optional.empty();
        } catch (HistoryException e) {
            return Optional.of(problem + e.getMessage());
        } catch (RuntimeException | Error e) {
            if (!failed.contains(round.id())) {
                LOG.warn("Round {} cannot be scored", round.id(), e);
            }
            return Optional.of(problem + e);
        }
    }

    private void store(RoundId id, RoundScore score) {
        synchronized (writeLock) { // An answer may be added at the same time.
            files.find(id).ifPresent(round -> write(round.withScore(score)));
        }
    }

    @Override
    public List<PlayedRound> rounds(Optional<PoolKey> pool, int limit) {
        return files.newest(pool, Instant.EPOCH).limit(limit).toList();
    }

    @Override
    public void forEachNewest(int limit, Consumer<PlayedRound> action) {
        files.newest(Optional.empty(), Instant.EPOCH).limit(limit).forEachOrdered(action);
    }

    @Override
    public List<PlayedRound> scoredAfter(Instant start, Predicate<PlayedRound> condition, int limit) {
        return files.oldest(start)
                .filter(round -> round.start().isAfter(start) && round.score().isPresent() && condition.test(round))
                .limit(limit)
                .toList();
    }

    @Override
    public List<JobScore> scores() {
        completeJobs();
        return jobs.scores();
    }

    /** Reads all records once. Rounds that are written meanwhile are newer than what is read, and stay. */
    private synchronized void completeJobs() {
        if (!areJobsComplete) {
            files.oldest().forEachOrdered(jobs::putIfAbsent);
            areJobsComplete = true;
        }
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(files.problems());
        writeProblem.ifPresent(problems::add);
        scoreProblem.ifPresent(problems::add);
        return problems;
    }

    @Override
    public Registration addListener(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Result execute() {
        FormattingResultLog result = new FormattingResultLog();
        List<String> problems = problems();
        problems.forEach(problem -> result.warn("{}", problem));
        if (problems.isEmpty()) {
            result.info("rounds are recorded");
        }
        return new Result(result);
    }
}
