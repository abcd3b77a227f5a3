package weir.router.internal.audit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.audit.AnswerEvent;
import weir.router.audit.AsyncBatchWriter;
import weir.router.audit.AuditListener;
import weir.router.audit.RejectionEvent;
import weir.router.audit.VaultQueryEvent;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/**
 * Logs one line per query with its decision, as the subnet's miner guide asks, and one per report about rejected requests. A
 * separate thread logs; if it is too slow, drops and counts lines.
 */
@Component
public final class RequestLog implements AuditListener {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final int QUEUE_CAPACITY = 128;

    /** With the capacity, this limits the log to 256 lines per second. Under a flood of queries, twice as many took an eighth of the CPU. */
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final AsyncBatchWriter<Supplier<String>> writer =
            new AsyncBatchWriter<>("weir request log", QUEUE_CAPACITY, PERIOD, RequestLog::write);

    @Activate
    public RequestLog() {}

    @Deactivate
    void stop() {
        writer.close();
    }

    @Override
    public void onAnswer(AnswerEvent event) {
        writer.add(() -> formatAnswer(event));
    }

    @Override
    public void onRejection(RejectionEvent event) {
        writer.add(() -> formatRejection(event));
    }

    @Override
    public void onVaultQuery(VaultQueryEvent event) {
        writer.add(() -> formatVaultQuery(event));
    }

    private static void write(List<Supplier<String>> batch, long dropped) {
        batch.forEach(line -> LOG.info("{}", line.get()));
        if (dropped > 0) {
            LOG.info("RebalanceQuery received: {} more, which are too many to log; see the decision journal", dropped);
        }
    }

    /** Formats the line of a query. Replaces control characters, which a strategy or validator may have sent, with spaces. */
    static String formatAnswer(AnswerEvent event) {
        RebalanceQuery query = event.query();
        Answer answer = event.answer();
        String line = String.format(
                Locale.ROOT,
                "RebalanceQuery received: pair %s, block %d, %s round: %s, by %s %s on route %s in %.1f ms%s",
                query.pairAddress(),
                query.blockNumber(),
                query.roundType().name().toLowerCase(Locale.ROOT),
                describeDecision(answer),
                answer.strategy().orElse("-"),
                answer.version().map(Version::toString).orElse("-"),
                answer.route().orElse("-"),
                event.duration().toNanos() / 1e6,
                answer.decision().reason().isEmpty()
                        ? ""
                        : ": " + answer.decision().reason());
        return line.replaceAll("\\p{Cntrl}", " ");
    }

    private static String formatVaultQuery(VaultQueryEvent event) {
        return "VaultRegistrationQuery received from "
                + event.caller().map(Caller::hotkey).orElse("-") + ": "
                + event.vault()
                        .map(vault -> "vault " + vault + " on chain " + event.chainId())
                        .orElse("no vault");
    }

    private static String formatRejection(RejectionEvent event) {
        return "Rejected with " + event.status() + ": request in the name of " + event.hotkey() + " from "
                + event.address() + ": " + event.reason()
                + (event.count() == 1 ? "" : " (" + event.count() + " requests)");
    }

    private static String describeDecision(Answer answer) {
        if (answer.isFallback()) {
            return "keep as a fallback";
        }
        return answer.decision() instanceof Decision.Rebalance rebalance
                ? "rebalance to " + rebalance.positions().size() + " positions"
                : answer.decision() instanceof Decision.Keep ? "keep" : "refuse";
    }
}
