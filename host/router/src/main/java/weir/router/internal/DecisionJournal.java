package weir.router.internal;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
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
 * {@code micros}, {@code decision} (keep, rebalance or refuse), {@code positions} (how many, of a rebalance), {@code fallback}
 * and {@code reason}; after answers that had to be dropped, {@code dropped} says how many.
 */
@Component(configurationPid = "weir.router", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class DecisionJournal implements AnswerListener {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionJournal.class);
    private static final int WAITING = 8_192;
    private static final long LARGEST = 16L << 20;

    private final Path file;
    private final LinkedTransferQueue<Entry> entries = new LinkedTransferQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final Thread writer = new Thread(this::write, "weir journal");
    private volatile boolean stopping;
    private boolean troubled;

    @Activate
    public DecisionJournal(RouterComponent.Config config) {
        this(Path.of(config.data()).resolve("decisions.jsonl"));
    }

    DecisionJournal(Path file) {
        this.file = file;
        writer.setDaemon(true);
        writer.start();
    }

    /** Writes what is waiting and ends. */
    @Deactivate
    void stop() throws InterruptedException {
        // No interrupt: it would close the file under a line that is being written.
        stopping = true;
        writer.join(Duration.ofSeconds(5).toMillis());
    }

    @Override
    public void answered(RebalanceQuery query, Answer answer, Duration took) {
        if (waiting.incrementAndGet() > WAITING) {
            waiting.decrementAndGet();
            dropped.increment();
            return;
        }
        entries.add(new Entry(Instant.now(), query, answer, took));
    }

    private void write() {
        try {
            while (!stopping || !entries.isEmpty()) {
                Entry first = entries.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    append(first);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Appends an entry and all that wait behind it. */
    private void append(Entry first) {
        List<Entry> batch = new ArrayList<>(List.of(first));
        entries.drainTo(batch, WAITING);
        waiting.addAndGet(-batch.size());
        try {
            if (Files.exists(file) && Files.size(file) > LARGEST) {
                Path older = file.resolveSibling(file.getFileName() + ".1");
                Files.move(file, older, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
            try (Writer out = Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (Entry entry : batch) {
                    out.write(entry.json(dropped.sumThenReset()) + "\n");
                }
            }
            troubled = false;
        } catch (IOException e) {
            dropped.add(batch.size());
            if (!troubled) {
                LOG.warn("{} cannot be written; answers go on without it", file, e);
            }
            troubled = true;
        }
    }

    private record Entry(Instant at, RebalanceQuery query, Answer answer, Duration took) {
        JsonObject json(long dropped) {
            JsonObject json = new JsonObject();
            json.addProperty("at", at.toString());
            json.addProperty("pair", query.pairAddress());
            json.addProperty("block", query.blockNumber());
            json.addProperty("roundType", query.roundType().name().toLowerCase(Locale.ROOT));
            json.addProperty("route", answer.route());
            json.addProperty("strategy", answer.strategy());
            json.addProperty("version", answer.version());
            json.addProperty("micros", took.toNanos() / 1_000);
            if (answer.decision() instanceof Decision.Rebalance rebalance) {
                json.addProperty("decision", "rebalance");
                json.addProperty("positions", rebalance.positions().size());
            } else {
                json.addProperty("decision", answer.decision() instanceof Decision.Keep ? "keep" : "refuse");
            }
            json.addProperty("fallback", answer.fallback());
            json.addProperty("reason", answer.decision().reason());
            if (dropped > 0) {
                json.addProperty("dropped", dropped);
            }
            return json;
        }
    }
}
