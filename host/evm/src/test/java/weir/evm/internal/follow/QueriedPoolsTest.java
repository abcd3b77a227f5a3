package weir.evm.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.history.PoolKey;

class QueriedPoolsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void poolsAreKeptForSevenDaysAlsoAcrossRestarts() throws IOException {
        QueriedPools pools = new QueriedPools(file());
        pools.add(pool(2), NOW.minus(Duration.ofDays(7)));
        pools.add(pool(1), NOW.minus(Duration.ofDays(6)));
        pools.add(pool(3), NOW.minus(Duration.ofDays(7)).minusSeconds(1));
        assertEquals(List.of(pool(1), pool(2)), pools.since(NOW));
        pools.save();
        QueriedPools restarted = new QueriedPools(file());
        assertEquals(List.of(pool(1), pool(2)), restarted.since(NOW));
        assertEquals(List.of(pool(1)), restarted.since(NOW.plusSeconds(1)));
    }

    @Test
    void newPoolsReplaceThoseWithTheOldestQueries() {
        QueriedPools pools = new QueriedPools(file());
        for (int i = 0; i < 3 * QueriedPools.MAX_POOLS; i++) {
            pools.add(pool(0), NOW.plusSeconds(i));
            pools.add(pool(1 + i), NOW.plusSeconds(i));
        }
        List<PoolKey> kept = pools.since(NOW);
        assertEquals(QueriedPools.MAX_POOLS, kept.size());
        assertEquals(pool(0), kept.get(0));
        assertEquals(pool(3 * QueriedPools.MAX_POOLS), kept.get(kept.size() - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"8453:0x12\": \"2026-11-30T12:00:00Z\"}", "{\"x\": 5}"})
    void unreadableFileCountsAsEmpty(String text) throws IOException {
        Files.writeString(file(), text);
        assertEquals(List.of(), new QueriedPools(file()).since(NOW));
    }

    private Path file() {
        return folder.resolve("queried-pools.json");
    }

    private static PoolKey pool(int number) {
        return new PoolKey(8453, "0x%040x".formatted(number));
    }
}
