package weir.bench.upgrade;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import weir.bench.Figures;
import weir.bench.load.Durations;

/**
 * Durations of changes of the serving version, from their cause until every query sees them, read from the host's log of changes.
 * Ignores entries from before its creation. Not thread-safe.
 */
final class RouteChangeTimes {

    private final Path changeLog;
    private final Durations times = new Durations();
    private Instant last = Instant.now();

    /** @param changeLog the host's {@code changes.jsonl} */
    RouteChangeTimes(Path changeLog) {
        this.changeLog = changeLog;
    }

    /** Reads the entries since the last call. */
    void read() throws IOException {
        Instant before = last;
        for (Path file : new Path[] {changeLog.resolveSibling(changeLog.getFileName() + ".1"), changeLog}) {
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
                .add("pointer_swaps", times.count(), "changes of the serving version of a route")
                .add(
                        "pointer_swap_ms_p50",
                        times.quantileMs(0.5),
                        "from the cause of a change until every query sees it")
                .add("pointer_swap_ms_p99", times.quantileMs(0.99), "99th percentile of the same; goal under 5 ms");
    }
}
