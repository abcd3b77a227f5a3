package weir.router.internal.audit;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.Answer;
import weir.router.audit.AnswerEvent;
import weir.router.audit.AsyncBatchWriter;
import weir.router.audit.AuditListener;
import weir.router.audit.RejectionEvent;
import weir.router.audit.VaultQueryEvent;
import weir.router.internal.config.RouterConfiguration;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/**
 * The decision journal, {@code decisions.jsonl} in the data directory: one JSON object per query, one per question for
 * the miner's vault, and one per report about rejected requests; at most two files of 16 MiB each. A separate thread writes it. If the disk is too slow or full, drops and
 * counts entries.
 *
 * <p>Fields of a query: {@code at}, {@code validator} (hotkey; absent in development mode), {@code pair}, {@code block},
 * {@code roundType}, {@code job} and {@code round} (ids; absent in older journals), {@code route}, {@code strategy} and {@code version}
 * (absent if there was none), {@code micros} (duration in microseconds), {@code decision} (keep, rebalance or refuse), {@code
 * positions} (number of positions of a rebalance), {@code outcome} ({@link weir.router.Outcome} in lower case), {@code reason},
 * and {@code dropped} (number of entries that are missing before this one). Older journals have {@code verdict}
 * instead of {@code outcome}, with the values {@code threw} and {@code nobody} for exception and unavailable.
 *
 * <p>Fields of a question for the vault: {@code at}, {@code validator}, {@code hasVault}, {@code vault} (absent if the miner has none),
 * {@code chain}, {@code dropped}; see {@link VaultQueryEvent}.
 *
 * <p>Fields of rejected requests: {@code at}, {@code rejected} (HTTP status), {@code count}, {@code validator}, {@code address}
 * (of the last one), {@code reason}, {@code dropped}; see {@link RejectionEvent}.
 */
@Component(
        configurationPid = "weir.router",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {HealthCheck.NAME + "=journal", HealthCheck.TAGS + "=weir"})
public final class DecisionJournal implements AuditListener, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionJournal.class);
    static final int QUEUE_CAPACITY = 8_192;
    private static final long MAX_FILE_BYTES = 16L << 20;

    /** A batch takes milliseconds; a longer write means that the disk hangs. */
    static final Duration MAX_WRITING_TIME = Duration.ofSeconds(10);

    private final JsonLines file;
    private final AsyncBatchWriter<Supplier<JsonObject>> writer =
            new AsyncBatchWriter<>("weir journal", QUEUE_CAPACITY, this::write);
    /** Entries that are missing before the next one. Only the writer's thread uses this field. */
    private long missingEntries;

    private volatile Optional<IOException> writeFailure = Optional.empty();

    @Activate
    public DecisionJournal(RouterConfiguration configuration) {
        this(Path.of(configuration.data()).resolve("decisions.jsonl"));
    }

    DecisionJournal(Path file) {
        this.file = new JsonLines(file, MAX_FILE_BYTES);
    }

    @Deactivate
    void stop() {
        writer.close();
    }

    @Override
    public void onAnswer(AnswerEvent event) {
        writer.add(() -> answerJson(event));
    }

    @Override
    public void onRejection(RejectionEvent event) {
        writer.add(() -> rejectionJson(event));
    }

    @Override
    public void onVaultQuery(VaultQueryEvent event) {
        writer.add(() -> vaultQueryJson(event));
    }

    @Override
    public Result execute() {
        return health(writer.writingTime());
    }

    /** @param writingTime how long the sink has been writing the current batch; zero if it writes none */
    Result health(Duration writingTime) {
        FormattingResultLog result = new FormattingResultLog();
        String name = file.file().getFileName().toString();
        if (writingTime.compareTo(MAX_WRITING_TIME) > 0) {
            result.warn(
                    "{} is being written for {} s: queries are answered without it, and entries are lost; check the disk or"
                            + " network file system of the data directory",
                    name,
                    writingTime.toSeconds());
        } else if (writeFailure.isPresent()) {
            result.warn(
                    "{} cannot be written ({}): queries are answered without it; free disk space, or correct the"
                            + " permissions of the data directory",
                    name,
                    writeFailure.get().toString());
        } else {
            result.info("the decision journal can be written");
        }
        return new Result(result);
    }

    private void write(List<Supplier<JsonObject>> batch, long dropped) {
        missingEntries += dropped;
        List<String> lines = new ArrayList<>(batch.size());
        for (Supplier<JsonObject> entry : batch) {
            JsonObject json = entry.get();
            if (lines.isEmpty() && missingEntries > 0) {
                json.addProperty("dropped", missingEntries);
            }
            lines.add(json.toString());
        }
        try {
            file.append(lines);
            missingEntries = 0;
            writeFailure = Optional.empty();
        } catch (IOException e) {
            missingEntries += batch.size();
            if (writeFailure.isEmpty()) {
                LOG.warn("{} cannot be written, so entries are lost", file.file(), e);
            }
            writeFailure = Optional.of(e);
        }
    }

    private static JsonObject answerJson(AnswerEvent event) {
        RebalanceQuery query = event.query();
        Answer answer = event.answer();
        JsonObject json = new JsonObject();
        json.addProperty("at", event.time().toString());
        event.caller().ifPresent(caller -> json.addProperty("validator", caller.hotkey()));
        json.addProperty("pair", query.pairAddress());
        json.addProperty("block", query.blockNumber());
        json.addProperty("roundType", lowerCase(query.roundType()));
        json.addProperty("job", query.jobId());
        json.addProperty("round", query.roundId());
        answer.route().ifPresent(route -> json.addProperty("route", route));
        answer.strategy().ifPresent(strategy -> json.addProperty("strategy", strategy));
        answer.version().ifPresent(version -> json.addProperty("version", version.toString()));
        json.addProperty("micros", event.duration().toNanos() / 1_000);
        if (answer.decision() instanceof Decision.Rebalance rebalance) {
            json.addProperty("decision", "rebalance");
            json.addProperty("positions", rebalance.positions().size());
        } else {
            json.addProperty("decision", answer.decision() instanceof Decision.Keep ? "keep" : "refuse");
        }
        json.addProperty("outcome", lowerCase(answer.outcome()));
        json.addProperty("reason", answer.decision().reason());
        return json;
    }

    private static JsonObject vaultQueryJson(VaultQueryEvent event) {
        JsonObject json = new JsonObject();
        json.addProperty("at", event.time().toString());
        event.caller().ifPresent(caller -> json.addProperty("validator", caller.hotkey()));
        json.addProperty("hasVault", event.vault().isPresent());
        event.vault().ifPresent(vault -> json.addProperty("vault", vault));
        json.addProperty("chain", event.chainId());
        return json;
    }

    private static JsonObject rejectionJson(RejectionEvent event) {
        JsonObject json = new JsonObject();
        json.addProperty("at", event.time().toString());
        json.addProperty("rejected", event.status());
        json.addProperty("count", event.count());
        json.addProperty("validator", event.hotkey());
        json.addProperty("address", event.address());
        json.addProperty("reason", event.reason());
        return json;
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
