package weir.console.internal.panel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.history.PoolKey;
import weir.router.RouteChange;
import weir.router.RouterListener;
import weir.router.audit.AnswerEvent;
import weir.router.audit.AsyncBatchWriter;
import weir.router.audit.AuditListener;
import weir.router.audit.RejectionEvent;

/**
 * Keeps what validators asked and what was answered, for the operator page, bounded and in memory. Records on a thread of its own, so that
 * no query waits for the page. Thread-safe.
 */
@Component(service = {PageRecorder.class, AuditListener.class, RouterListener.class})
public final class PageRecorder implements AuditListener, RouterListener {

    private static final Logger LOG = LoggerFactory.getLogger(PageRecorder.class);
    static final int MAX_PAIRS = 32;
    static final int MAX_DECISIONS = 60;
    private static final int QUEUE_CAPACITY = 4_096;

    private final AsyncBatchWriter<Runnable> writer =
            new AsyncBatchWriter<>("weir page", QUEUE_CAPACITY, (batch, dropped) -> batch.forEach(this::tryRecord));

    private final Map<PoolKey, PairHistory> pairs = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<AnswerEvent> decisions = new ArrayDeque<>();
    private final Activity activity = new Activity();
    private volatile Runnable changeListener = () -> {};

    @Activate
    public PageRecorder() {}

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
        writer.add(() -> {
            history(event).add(event);
            activity.add(event);
            if (decisions.size() == MAX_DECISIONS) {
                decisions.removeFirst();
            }
            decisions.addLast(event);
        });
    }

    @Override
    public void onRejection(RejectionEvent event) {
        writer.add(() -> activity.add(event));
    }

    @Override
    public void servingChanged(RouteChange change) {
        String version = change.change().strategy().orElse("no strategy")
                + change.change().version().map(value -> " " + value).orElse("");
        writer.add(() -> pairs.values().stream()
                .filter(pair -> pair.route().equals(change.change().route()))
                .forEach(pair -> pair.versionChanged(
                        version + " serves: " + change.change().reason())));
    }

    @Override
    public void routesChanged() {
        changeListener.run();
    }

    /**
     * Fills the charts and counts with queries of the time before the start.
     *
     * @param earlier reads them, oldest first, on the recorder's thread
     */
    void restore(Supplier<List<AnswerEvent>> earlier) {
        writer.add(() -> {
            if (pairs.isEmpty()) {
                earlier.get().forEach(event -> {
                    history(event).add(event);
                    activity.add(event);
                });
            }
        });
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

    /** An event that cannot be recorded does not stop the others. */
    private void tryRecord(Runnable change) {
        try {
            record(change);
        } catch (RuntimeException e) {
            LOG.warn("The operator page misses an event", e);
        }
    }

    private synchronized void record(Runnable change) {
        change.run();
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
