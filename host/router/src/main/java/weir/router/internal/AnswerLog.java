package weir.router.internal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.Answer;
import weir.router.AnswerListener;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/**
 * A line of the log for each query and what was decided, as the miner guide promises it to those who watch the log. It hangs off
 * the way of a query and is never in it: what it cannot take it drops and counts.
 */
@Component
public final class AnswerLog implements AnswerListener {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerLog.class);
    private static final int WAITING = 128;

    /** Pause when lines had to be dropped: nobody reads faster, and writing on took a seventh of the CPU of a flooded host. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

    private final Backlog<Answered> answers = new Backlog<>("weir answer log", WAITING, AnswerLog::write);

    /** Made by DS. */
    @Activate
    public AnswerLog() {}

    /** Writes what is waiting and ends. */
    @Deactivate
    void stop() {
        answers.close();
    }

    @Override
    public void answered(RebalanceQuery query, Answer answer, Duration took) {
        answers.add(new Answered(query, answer, took));
    }

    private static void write(List<Answered> batch, long dropped) {
        batch.forEach(answered -> LOG.info("{}", line(answered.query(), answered.answer(), answered.took())));
        if (dropped > 0) {
            LOG.info("RebalanceQuery received: {} more, too many to log; the decision journal has them", dropped);
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** One line: whatever a strategy or a validator wrote, no control character gets into it. */
    static String line(RebalanceQuery query, Answer answer, Duration took) {
        String line = String.format(
                Locale.ROOT,
                "RebalanceQuery received: pair %s, block %d, %s round: %s, by %s %s on route %s in %.1f ms%s",
                query.pairAddress(),
                query.blockNumber(),
                query.roundType().name().toLowerCase(Locale.ROOT),
                words(answer),
                answer.strategy().orElse("-"),
                answer.version().map(Version::toString).orElse("-"),
                answer.route().orElse("-"),
                took.toNanos() / 1e6,
                answer.decision().reason().isEmpty()
                        ? ""
                        : ": " + answer.decision().reason());
        return line.replaceAll("\\p{Cntrl}", " ");
    }

    private static String words(Answer answer) {
        if (answer.fallback()) {
            return "keep as a fallback";
        }
        return answer.decision() instanceof Decision.Rebalance rebalance
                ? "rebalance to " + rebalance.positions().size() + " positions"
                : answer.decision() instanceof Decision.Keep ? "keep" : "refuse";
    }

    private record Answered(RebalanceQuery query, Answer answer, Duration took) {}
}
