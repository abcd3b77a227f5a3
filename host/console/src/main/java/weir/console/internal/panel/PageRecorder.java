package weir.console.internal.panel;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.history.PoolKey;
import weir.rounds.Rounds;
import weir.router.RouteChange;
import weir.router.RouterListener;
import weir.router.audit.AnswerEvent;
import weir.router.audit.AsyncBatchWriter;
import weir.router.audit.AuditListener;
import weir.router.audit.RejectionEvent;

/**
 * Keeps what validators asked and what was answered, for the operator page, bounded and in memory: first the recorded rounds of the time
 * before the start, then each answer. Records on a thread of its own, so that no query waits for the page. Thread-safe.
 */
@Component(service = {PageRecorder.class, AuditListener.class, RouterListener.class})
public final class PageRecorder implements AuditListener, RouterListener {

    private static final Logger LOG = LoggerFactory.getLogger(PageRecorder.class);
    static final int MAX_PAIRS = 32;
    static final int MAX_DECISIONS = 60;
    private static final int QUEUE_CAPACITY = 4_096;

    private final AsyncBatchWriter<Runnable> writer =
            new AsyncBatchWriter<>("weir page", QUEUE_CAPACITY, (batch, dropped) -> batch.forEach(this::tryRun));

    private final Map<PoolKey, PairHistory> pairs = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<AnswerEvent> decisions = new ArrayDeque<>();
    private final Activity activity = new Activity();
    private volatile Runnable changeListener = () -> {};

    @Activate
    public PageRecorder(@Reference Rounds rounds) {
        this(rounds, Instant.now());
    }

    /** @param start answers from then on arrive by {@link #onAnswer}; earlier ones are read from the records, before all others */
    PageRecorder(Rounds rounds, Instant start) {
        writer.add(() -> restore(ScorePanel.earlierAnswers(rounds), start));
    }

    @Deactivate
    void stop() {
        writer.close();
    }

    /** Sets what is called after a change of a route; it must return at once. */
    void onRouteChange(Runnable listener) {
        changeListener = listener;
    }

    @Override
    public void onAnswer(AnswerEvent event) {
        change(() -> add(event));
    }

    @Override
    public void onRejection(RejectionEvent event) {
        change(() -> activity.add(event));
    }

    @Override
    public void servingChanged(RouteChange change) {
        String version = change.change().strategy().orElse("no strategy")
                + change.change().version().map(value -> " " + value).orElse("");
        change(() -> pairs.values().stream()
                .filter(pair -> pair.route().equals(change.change().route()))
                .forEach(pair -> pair.versionChanged(
                        version + " serves: " + change.change().reason())));
    }

    @Override
    public void routesChanged() {
        changeListener.run();
    }

    /** Reads the state; the function must not keep it. */
    synchronized <T> T read(BiFunction<Activity, Recorded, T> function) {
        return function.apply(activity, new Recorded(List.copyOf(pairs.values()), List.copyOf(decisions)));
    }

    /**
     * What was recorded.
     *
     * @param pairs the pairs; the one that was asked last is last
     * @param decisions the newest answers, oldest first
     */
    record Recorded(List<PairHistory> pairs, List<AnswerEvent> decisions) {}

    private synchronized void restore(List<AnswerEvent> earlier, Instant start) {
        earlier.stream().filter(event -> event.time().isBefore(start)).forEach(this::add);
    }

    private void change(Runnable change) {
        writer.add(() -> {
            synchronized (this) {
                change.run();
            }
        });
    }

    /** An event that cannot be recorded does not stop the others. */
    private void tryRun(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            LOG.warn("The operator page misses an event", e);
        }
    }

    private void add(AnswerEvent event) {
        history(event).add(event);
        activity.add(event);
        if (decisions.size() == MAX_DECISIONS) {
            decisions.removeFirst();
        }
        decisions.addLast(event);
    }

    private PairHistory history(AnswerEvent event) {
        PoolKey pool = new PoolKey(event.query().chainId(), event.query().pairAddress());
        PairHistory history = pairs.computeIfAbsent(pool, PairHistory::new);
        if (pairs.size() > MAX_PAIRS) {
            pairs.remove(pairs.keySet().iterator().next());
        }
        return history;
    }
}
