package weir.evm.internal.follow;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import weir.base.AtomicFiles;
import weir.base.WeirException;
import weir.history.PoolKey;

/**
 * The pools that validators queried in the last seven days, with the times of their last queries, also from before a restart of the host.
 * Contains at most {@value #MAX_POOLS} pools; a new one replaces the one whose last query is the oldest. Thread-safe.
 */
final class QueriedPools {

    static final int MAX_POOLS = 32;
    static final Duration MAX_AGE = Duration.ofDays(7);

    private final Path file;
    private final Map<PoolKey, Instant> lastQueries = new ConcurrentHashMap<>();

    /**
     * Reads the file. An unreadable one counts as empty: only the pools without a route are followed later.
     *
     * @param file contains the pools between two runs of the host
     */
    QueriedPools(Path file) {
        this.file = file;
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
                add(
                        PoolKey.parse(entry.getKey(), 0),
                        Instant.parse(entry.getValue().getAsString()));
            }
        } catch (IOException | JsonParseException | IllegalStateException | DateTimeException | WeirException e) {
            lastQueries.clear();
        }
    }

    /** Stores the time of a query. Returns at once. */
    void add(PoolKey pool, Instant time) {
        if (lastQueries.put(pool, time) == null && lastQueries.size() > MAX_POOLS) {
            lastQueries.entrySet().stream()
                    .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                    .ifPresent(oldest -> lastQueries.remove(oldest.getKey(), oldest.getValue()));
        }
    }

    /** Returns the pools queried in the seven days before a time, and forgets the others. */
    List<PoolKey> since(Instant now) {
        lastQueries.values().removeIf(time -> time.isBefore(now.minus(MAX_AGE)));
        return lastQueries.keySet().stream().sorted().toList();
    }

    /** Writes the file. */
    void save() throws IOException {
        JsonObject json = new JsonObject();
        new TreeMap<>(lastQueries).forEach((pool, time) -> json.addProperty(pool.toString(), time.toString()));
        Files.createDirectories(file.getParent());
        AtomicFiles.write(file, json + "\n");
    }
}
