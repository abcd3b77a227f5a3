package weir.router.internal.audit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
 * Logs one line per query with its decision, as the miner guide describes. Written on a thread of its own; lines that the log cannot
 * take are dropped and counted.
 */
@Component
public final class RequestLog implements AnswerListener {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final int QUEUE_CAPACITY = 128;

    /** After dropped lines: logging without a pause took a seventh of the CPU of a flooded host. */
    private static final Duration PAUSE_AFTER_LOSS = Duration.ofMillis(250);

    private final AsyncBatchWriter<Request> writer =
            new AsyncBatchWriter<>("weir request log", QUEUE_CAPACITY, PAUSE_AFTER_LOSS, RequestLog::write);

    @Activate
    public RequestLog() {}

    @Deactivate
    void stop() {
        writer.close();
    }

    @Override
    public void answered(RebalanceQuery query, Answer answer, Duration took) {
        writer.add(new Request(query, answer, took));
    }

    private static void write(List<Request> batch, long dropped) {
        batch.forEach(request -> LOG.info("{}", line(request.query(), request.answer(), request.took())));
        if (dropped > 0) {
            LOG.info("RebalanceQuery received: {} more, too many to log; the decision journal has them", dropped);
        }
    }

    /** One line. Control characters in the text of a strategy or validator become spaces. */
    static String line(RebalanceQuery query, Answer answer, Duration took) {
        String line = String.format(
                Locale.ROOT,
                "RebalanceQuery received: pair %s, block %d, %s round: %s, by %s %s on route %s in %.1f ms%s",
                query.pairAddress(),
                query.blockNumber(),
                query.roundType().name().toLowerCase(Locale.ROOT),
                decision(answer),
                answer.strategy().orElse("-"),
                answer.version().map(Version::toString).orElse("-"),
                answer.route().orElse("-"),
                took.toNanos() / 1e6,
                answer.decision().reason().isEmpty()
                        ? ""
                        : ": " + answer.decision().reason());
        return line.replaceAll("\\p{Cntrl}", " ");
    }

    private static String decision(Answer answer) {
        if (answer.fallback()) {
            return "keep as a fallback";
        }
        return answer.decision() instanceof Decision.Rebalance rebalance
                ? "rebalance to " + rebalance.positions().size() + " positions"
                : answer.decision() instanceof Decision.Keep ? "keep" : "refuse";
    }

    private record Request(RebalanceQuery query, Answer answer, Duration took) {}
}
