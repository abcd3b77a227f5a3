package weir.rounds.internal.challenge.shadow;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import weir.rounds.RoundId;
import weir.rounds.challenge.ChallengeStatus.ShadowCounts;
import weir.router.Answer;
import weir.router.audit.AnswerEvent;
import weir.router.challenge.ShadowInstance;
import weir.strategy.RebalanceQuery;

/**
 * Asks a challenger what validators ask, on a thread of its own. {@link #onAnswer} is called on the threads of queries: it only offers a
 * reference. Thread-safe.
 */
public final class Shadow {

    private final Supplier<Optional<ShadowInstance>> instance;
    private final LongSupplier nanoClock;
    private final LongSupplier cpuClock;
    private final DeadlineWatch watch;
    private final CpuBudget budget = new CpuBudget();
    private final ShadowPositions positions = new ShadowPositions();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong skippedBusy = new AtomicLong();
    private final AtomicLong skippedBudget = new AtomicLong();
    private final SingleTaskThread<AnswerEvent> thread;

    /**
     * @param name name of the thread
     * @param instance the running instance of the challenger; empty while there is none
     * @param nanoClock time as {@link System#nanoTime()}
     * @param cpuClock processor time of the calling thread in nanoseconds
     * @param watch stops the challenge when calls miss deadlines
     */
    public Shadow(
            String name,
            Supplier<Optional<ShadowInstance>> instance,
            LongSupplier nanoClock,
            LongSupplier cpuClock,
            DeadlineWatch watch) {
        this.instance = instance;
        this.nanoClock = nanoClock;
        this.cpuClock = cpuClock;
        this.watch = watch;
        this.thread = new SingleTaskThread<>(name, this::ask);
    }

    public void onAnswer(AnswerEvent event) {
        if (!thread.offer(event)) {
            skippedBusy.incrementAndGet();
        }
    }

    private void ask(AnswerEvent event) {
        if (!budget.isAvailable(nanoClock.getAsLong())) {
            skippedBudget.incrementAndGet();
            return;
        }
        instance.get().ifPresent(strategy -> ask(strategy, RoundId.of(event), positions.queryFor(event)));
    }

    private void ask(ShadowInstance strategy, RoundId round, RebalanceQuery query) {
        // The thread only waits for a child process. The duration is at least the processor time there.
        LongSupplier usedClock = strategy.isInChildProcess() ? nanoClock : cpuClock;
        long usedStart = usedClock.getAsLong();
        Runnable end = watch.start();
        try {
            Answer answer = strategy.decide(query);
            answered.incrementAndGet();
            if (answer.isFallback()) {
                failed.incrementAndGet();
            } else {
                positions.apply(round, query, answer.decision());
            }
        } finally {
            end.run();
            budget.add(nanoClock.getAsLong(), usedClock.getAsLong() - usedStart);
        }
    }

    boolean isBusy() {
        return thread.isBusy();
    }

    public ShadowCounts counts() {
        return new ShadowCounts(answered.get(), failed.get(), skippedBusy.get(), skippedBudget.get(), watch.missed());
    }

    /** Whether at most one in a hundred calls failed. */
    public boolean isHealthy() {
        return failed.get() * 100 <= answered.get();
    }

    public void stop() {
        thread.stop();
    }

    public void interrupt() {
        thread.interrupt();
    }
}
