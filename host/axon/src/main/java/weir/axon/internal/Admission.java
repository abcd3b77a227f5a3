package weir.axon.internal;

import java.util.Comparator;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.axon.internal.wire.Refusal;

/**
 * So many requests are worked on at once, so many more wait, the highest stake first. When nobody else can wait, the one
 * with the least stake is sent away to come again. Work runs on the thread that brings it, or on the one that has just
 * become free: there is no pool of its own. Thread-safe.
 */
final class Admission {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    /** Made once: what is refused when there is too much of everything must not need memory. */
    private static final Refusal BUSY = new Refusal(503, "Busy: too many requests are waiting; come again");

    /** What is to be done for one request; one of the two is called, once. */
    interface Work {
        void run();

        void refuse(Refusal refusal);
    }

    private record Waiting(double stake, long number, Work work) {}

    private final int workers;
    private final int waitingMax;
    private final TreeSet<Waiting> waiting =
            new TreeSet<>(Comparator.comparingDouble(Waiting::stake).reversed().thenComparingLong(Waiting::number));
    private int working;
    private long count;

    /**
     * @param workers how many are worked on at once
     * @param waitingMax how many may wait
     */
    Admission(int workers, int waitingMax) {
        this.workers = workers;
        this.waitingMax = waitingMax;
    }

    /** Does the work, now or later, or refuses it or the work of somebody with less stake. */
    void admit(double stake, Work work) {
        Work refused;
        synchronized (this) {
            if (working < workers) {
                working++;
                refused = null;
            } else {
                waiting.add(new Waiting(stake, count++, work));
                refused = waiting.size() > waitingMax ? waiting.pollLast().work() : null;
                if (refused == null) {
                    return;
                }
            }
        }
        if (refused != null) {
            refused.refuse(BUSY);
            return;
        }
        for (Work next = work; next != null; next = next()) {
            run(next);
        }
    }

    /** Whatever is thrown ends this work and no other: the permit goes on to who waits for it. */
    private static void run(Work work) {
        try {
            work.run();
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }

    private static void complain(Throwable thrown) {
        try {
            LOG.error("work was left unfinished, which is our fault", thrown);
        } catch (OutOfMemoryError unspeakable) {
            // No memory to say that there is no memory; the permit matters more.
        }
    }

    private synchronized Work next() {
        Waiting first = waiting.pollFirst();
        if (first == null) {
            working--;
            return null;
        }
        return first.work();
    }
}
