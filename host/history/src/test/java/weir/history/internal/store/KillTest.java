package weir.history.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.history.BlockRange;
import weir.history.GeneratedSwaps;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.SwapBatch;
import weir.history.SwapHistory.EventCursor;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;

/**
 * Kills another JVM at random moments while it writes. Everything that it reported as stored must be there. {@code -Dweir.long=true}
 * repeats each test with other moments.
 */
class KillTest {

    /** Long enough for hundreds of appends. */
    private static final int MAX_DELAY_MICROSECONDS = 400_000;

    @TempDir
    private Path folder;

    @RepeatedTest(3)
    void appendsSurviveSigkill(RepetitionInfo repetition) throws Exception {
        requireLongFormAfterTheFirst(repetition);
        Random random = new Random(repetition.getCurrentRepetition());
        int[] steps = {1, 40, 700, 5_000};
        long stored = -1;
        for (int kill = 0; kill < 4; kill++) {
            long reported = runAndKill("append", steps[random.nextInt(steps.length)], stored, 0, random);
            PoolInfo info = SwapStore.embedded(folder).pool(AppendForever.POOL).orElseThrow();
            assertEquals(List.of(new BlockRange(0, info.lastBlock())), info.covered());
            assertTrue(info.lastBlock() >= reported, "everything reported as stored is stored");
            stored = info.lastBlock();
            assertEquals(info.rows(), countAndCompare(stored));
        }
    }

    @RepeatedTest(3)
    void compactionSurvivesSigkill(RepetitionInfo repetition) throws Exception {
        requireLongFormAfterTheFirst(repetition);
        // The killed process soon reaches the number of frames at which it compacts the file.
        long stored = AppendForever.append(folder, false, 1, -1, PoolDirectory.FRAMES_PER_COMPACTION - 3, last -> {});
        Random random = new Random(100 + repetition.getCurrentRepetition());
        long reported = runAndKill("append", 1, stored, 0, random);
        PoolInfo info = SwapStore.embedded(folder).pool(AppendForever.POOL).orElseThrow();
        assertTrue(info.lastBlock() >= reported, "everything reported as stored is stored");
        assertEquals(info.rows(), countAndCompare(info.lastBlock()));
    }

    @RepeatedTest(3)
    void replacementSurvivesSigkill(RepetitionInfo repetition) throws Exception {
        requireLongFormAfterTheFirst(repetition);
        Random random = new Random(200 + repetition.getCurrentRepetition());
        long stored = AppendForever.append(folder, false, 500, -1, 40, last -> {});
        long rows = countAndCompare(stored);
        for (int kill = 0; kill < 3; kill++) {
            assertEquals(stored, runAndKill("replace", 3_000, stored, 1, random));
            PoolInfo info = SwapStore.embedded(folder).pool(AppendForever.POOL).orElseThrow();
            assertEquals(List.of(new BlockRange(0, stored)), info.covered());
            assertEquals(rows, countAndCompare(stored), "the old or the new swaps, which are equal");
        }
    }

    @RepeatedTest(3)
    void rewriteOfAllFilesSurvivesSigkill(RepetitionInfo repetition) throws Exception {
        requireLongFormAfterTheFirst(repetition);
        Random random = new Random(300 + repetition.getCurrentRepetition());
        long stored = -1;
        for (int kill = 0; kill < 4; kill++) {
            long reported = runAndKill("compact", 300, stored, 0, random);
            PoolInfo info = SwapStore.embedded(folder).pool(AppendForever.POOL).orElseThrow();
            assertEquals(List.of(new BlockRange(0, info.lastBlock())), info.covered());
            assertTrue(info.lastBlock() >= reported, "everything reported as stored is stored");
            stored = info.lastBlock();
            assertEquals(info.rows(), countAndCompare(stored));
        }
    }

    private static void requireLongFormAfterTheFirst(RepetitionInfo repetition) {
        assumeTrue(
                repetition.getCurrentRepetition() == 1 || Boolean.getBoolean("weir.long"),
                "repetitions need -Dweir.long=true");
    }

    @Test
    void bulkLoadResumesAfterSigkill() throws Exception {
        Random random = new Random(1);
        long reached = -1;
        for (int kill = 0; kill < 4; kill++) {
            runAndKill("load", 700, reached, StagedBulkLoad.FRAMES_PER_COMMIT, random);
            SwapStore store = SwapStore.embedded(folder);
            assertFalse(store.pool(AppendForever.POOL).isPresent(), "a load is invisible before its commit");
            try (BulkLoad load = store.startLoad(AppendForever.POOL, AppendForever.SOURCE)) {
                assertTrue(load.lastBlock() >= reached);
                reached = load.lastBlock();
            }
        }
        assertTrue(reached > 0, "a kill loses the last frames, not the load");
        try (BulkLoad load = SwapStore.embedded(folder).startLoad(AppendForever.POOL, AppendForever.SOURCE)) {
            load.commit();
        }
        assertTrue(countAndCompare(reached) > 0);
    }

    /** Kills the process some time after a minimum of steps; returns the last block that it reported as stored. */
    private long runAndKill(String how, int step, long stored, int minSteps, Random random) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendForever.class.getName(),
                        folder.toString(),
                        how,
                        String.valueOf(step),
                        String.valueOf(stored))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        while (Files.readAllLines(output).size() <= minSteps && process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        TimeUnit.MICROSECONDS.sleep(random.nextInt(MAX_DELAY_MICROSECONDS));
        process.destroyForcibly().waitFor();
        String text = Files.readString(output);
        assertEquals(128 + 9, process.exitValue(), text);
        String complete = text.substring(0, text.lastIndexOf('\n'));
        return Long.parseLong(complete.substring(complete.lastIndexOf('\n') + 1));
    }

    /** Compares all stored swaps and events, up to a block; returns the number of swaps. */
    private long countAndCompare(long lastBlock) {
        SwapStore store = SwapStore.embedded(folder);
        PoolInfo info = store.pool(AppendForever.POOL).orElseThrow();
        assertEquals(info.covered(), info.eventBlocks(), "each stored block has its swaps and its events");
        Deque<PoolEvent> events = new ArrayDeque<>();
        try (EventCursor cursor = store.scanEvents(AppendForever.POOL, BlockRange.all())) {
            for (List<PoolEvent> next = cursor.next(); !next.isEmpty(); next = cursor.next()) {
                events.addAll(next);
            }
        }
        long previousBlock = -1;
        GeneratedSwaps expected = new GeneratedSwaps(AppendForever.SEED);
        SwapBatch batch = new SwapBatch();
        long count = 0;
        try (SwapCursor cursor = store.scan(AppendForever.POOL, BlockRange.all())) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++, count++) {
                    assertEquals(expected.next(), batch.row(i));
                    if (batch.blocks()[i] != previousBlock) {
                        previousBlock = batch.blocks()[i];
                        assertEquals(AppendForever.event(previousBlock), events.poll());
                    }
                }
            }
        }
        assertTrue(expected.next().block() > lastBlock, "no swap is missing at the end");
        assertTrue(events.isEmpty(), "each event belongs to a block with swaps");
        return count;
    }
}
