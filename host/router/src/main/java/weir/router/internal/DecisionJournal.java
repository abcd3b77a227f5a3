package weir.router.internal;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.Answer;
import weir.router.AnswerListener;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/**
 * The decision journal, {@code decisions.jsonl} in the data folder: one JSON object a line and query, appended to, turned over at
 * 16 MiB, two files at most. It hangs off the way of a query and is never in it: what it cannot take it drops and counts.
 *
 * <p>Fields: {@code at}, {@code pair}, {@code block}, {@code roundType}, {@code route}, {@code strategy}, {@code version},
 * {@code micros}, {@code decision} (keep, rebalance or refuse), {@code positions} (how many, of a rebalance), {@code outcome}
 * ({@link weir.router.Outcome} in lower case; until 0.2 {@code verdict}, with threw and nobody for exception and unavailable) and {@code reason}; after answers that had to be dropped, {@code dropped} says how many.
 */
@Component(
        configurationPid = "weir.router",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {HealthCheck.NAME + "=journal", HealthCheck.TAGS + "=weir"})
public final class DecisionJournal implements AnswerListener, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionJournal.class);
    static final int WAITING = 8_192;
    private static final long LARGEST = 16L << 20;

    private final JsonLines file;
    private final Backlog<Entry> entries = new Backlog<>("weir journal", WAITING, this::write);
    /** Belongs to the backlog's thread. */
    private long lost;

    private volatile Optional<IOException> trouble = Optional.empty();

    @Activate
    public DecisionJournal(RouterComponent.Config config) {
        this(Path.of(config.data()).resolve("decisions.jsonl"));
    }

    DecisionJournal(Path file) {
        this.file = new JsonLines(file, LARGEST);
    }

    /** Writes what is waiting and ends. */
    @Deactivate
    void stop() {
        entries.close();
    }

    @Override
    public void answered(RebalanceQuery query, Answer answer, Duration took) {
        entries.add(new Entry(Instant.now(), query, answer, took));
    }

    @Override
    public Result execute() {
        FormattingResultLog result = new FormattingResultLog();
        trouble.ifPresentOrElse(
                e -> result.warn(
                        "{} cannot be written ({}); answers go on without it. Make room or mend the permissions of the data"
                                + " folder",
                        file.file().getFileName(),
                        e),
                () -> result.info("decisions are written down"));
        return new Result(result);
    }

    private void write(List<Entry> batch, long dropped) {
        lost += dropped;
        List<String> lines = new ArrayList<>(batch.size());
        for (Entry entry : batch) {
            lines.add(entry.json(lines.isEmpty() ? lost : 0).toString());
        }
        try {
            file.append(lines);
            lost = 0;
            trouble = Optional.empty();
        } catch (IOException e) {
            lost += batch.size();
            if (trouble.isEmpty()) {
                LOG.warn("{} cannot be written; answers go on without it", file.file(), e);
            }
            trouble = Optional.of(e);
        }
    }

    private record Entry(Instant at, RebalanceQuery query, Answer answer, Duration took) {
        JsonObject json(long dropped) {
            JsonObject json = new JsonObject();
            json.addProperty("at", at.toString());
            json.addProperty("pair", query.pairAddress());
            json.addProperty("block", query.blockNumber());
            json.addProperty("roundType", query.roundType().name().toLowerCase(Locale.ROOT));
            json.addProperty("route", answer.route().orElse("-"));
            json.addProperty("strategy", answer.strategy().orElse("-"));
            json.addProperty("version", answer.version().map(Version::toString).orElse("-"));
            json.addProperty("micros", took.toNanos() / 1_000);
            if (answer.decision() instanceof Decision.Rebalance rebalance) {
                json.addProperty("decision", "rebalance");
                json.addProperty("positions", rebalance.positions().size());
            } else {
                json.addProperty("decision", answer.decision() instanceof Decision.Keep ? "keep" : "refuse");
            }
            json.addProperty("outcome", answer.outcome().name().toLowerCase(Locale.ROOT));
            json.addProperty("reason", answer.decision().reason());
            if (dropped > 0) {
                json.addProperty("dropped", dropped);
            }
            return json;
        }
    }
}
