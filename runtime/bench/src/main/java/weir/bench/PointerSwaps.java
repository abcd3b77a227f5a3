package weir.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * How long each change of who serves took from its cause until it was in force, as the host writes it down; what was written
 * before does not count. For one thread.
 */
final class PointerSwaps {

    private final Path changes;
    private final Samples times = new Samples();
    private Instant last = Instant.now();

    /** @param changes the host's {@code changes.jsonl} */
    PointerSwaps(Path changes) {
        this.changes = changes;
    }

    /** Reads what was written since the last time. */
    void read() throws IOException {
        Instant before = last;
        for (Path file : new Path[] {changes.resolveSibling(changes.getFileName() + ".1"), changes}) {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    add(JsonParser.parseString(line).getAsJsonObject(), before);
                }
            }
        }
    }

    private void add(JsonObject change, Instant before) {
        Instant at = Instant.parse(change.get("at").getAsString());
        if (at.isAfter(before)) {
            times.add(change.get("micros").getAsLong() * 1_000);
            last = at.isAfter(last) ? at : last;
        }
    }

    Figures figures() {
        return new Figures()
                .add("pointer_swaps", times.count(), "changes of who serves a route")
                .add("pointer_swap_ms_p50", times.ms(0.5), "from the cause of a change until every query sees it")
                .add("pointer_swap_ms_p99", times.ms(0.99), "99th percentile of the same; goal under 5 ms");
    }
}
