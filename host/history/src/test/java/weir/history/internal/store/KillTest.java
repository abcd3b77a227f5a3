package weir.history.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.history.BlockRange;
import weir.history.BulkLoad;
import weir.history.GeneratedSwaps;
import weir.history.PoolInfo;
import weir.history.SwapBatch;
import weir.history.SwapCursor;
import weir.history.SwapStore;
import weir.history.SwapStores;

/** A JVM of its own is killed (SIGKILL) while it writes, at random moments; what it said was stored is there, whole. */
class KillTest {

    /** Long enough for hundreds of appends after the first. */
    private static final int MOST_MICROSECONDS = 400_000;

    @TempDir
    private Path folder;

    @RepeatedTest(3)
    void appendsSurviveSigkill(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        int[] steps = {1, 40, 700, 5_000};
        long stored = -1;
        for (int kill = 0; kill < 4; kill++) {
            long said = runAndKill("append", steps[random.nextInt(steps.length)], stored, 0, random);
            PoolInfo info = SwapStores.embedded(folder).pool(AppendForever.POOL).orElseThrow();
            assertEquals(List.of(new BlockRange(0, info.lastBlock())), info.covered());
            assertTrue(info.lastBlock() >= said, "what was said to be stored is stored");
            stored = info.lastBlock();
            assertEquals(info.rows(), countAndCompare(stored));
        }
    }

    @RepeatedTest(3)
    void compactionSurvivesSigkill(RepetitionInfo repetition) throws Exception {
        // So many frames that the killed process meets the rewriting of the file in its first moments.
        long stored = AppendForever.append(folder, false, 1, -1, PoolDirectory.COMPACT_EVERY - 3, last -> {});
        Random random = new Random(100 + repetition.getCurrentRepetition());
        long said = runAndKill("append", 1, stored, 0, random);
        PoolInfo info = SwapStores.embedded(folder).pool(AppendForever.POOL).orElseThrow();
        assertTrue(info.lastBlock() >= said, "what was said to be stored is stored");
        assertEquals(info.rows(), countAndCompare(info.lastBlock()));
    }

    @Test
    void bulkLoadResumesAfterSigkill() throws Exception {
        Random random = new Random(1);
        long reached = -1;
        for (int kill = 0; kill < 4; kill++) {
            runAndKill("load", 700, reached, StagedBulkLoad.COMMIT_EVERY, random);
            SwapStore store = SwapStores.embedded(folder);
            assertFalse(store.pool(AppendForever.POOL).isPresent(), "nothing of a load is seen before its commit");
            try (BulkLoad load = store.load(AppendForever.POOL, AppendForever.SOURCE)) {
                assertTrue(load.lastBlock() >= reached);
                reached = load.lastBlock();
            }
        }
        assertTrue(reached > 0, "a kill costs the last frames, not the load");
        try (BulkLoad load = SwapStores.embedded(folder).load(AppendForever.POOL, AppendForever.SOURCE)) {
            load.commit();
        }
        assertTrue(countAndCompare(reached) > 0);
    }

    /** Kills the process some time after more than the least steps; returns the last block that it said was stored. */
    private long runAndKill(String how, int step, long stored, int least, Random random) throws Exception {
        Path said = Files.createTempFile(folder, "said", ".txt");
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
                .redirectOutput(said.toFile())
                .start();
        while (Files.readAllLines(said).size() <= least && process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        TimeUnit.MICROSECONDS.sleep(random.nextInt(MOST_MICROSECONDS));
        process.destroyForcibly().waitFor();
        String text = Files.readString(said);
        assertEquals(128 + 9, process.exitValue(), text);
        String complete = text.substring(0, text.lastIndexOf('\n'));
        return Long.parseLong(complete.substring(complete.lastIndexOf('\n') + 1));
    }

    /** Every swap up to the block, none else; returns how many. */
    private long countAndCompare(long lastBlock) {
        GeneratedSwaps expected = new GeneratedSwaps(AppendForever.SEED);
        SwapBatch batch = new SwapBatch();
        long count = 0;
        try (SwapCursor cursor = SwapStores.embedded(folder).scan(AppendForever.POOL, BlockRange.all())) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++, count++) {
                    assertEquals(expected.next(), batch.row(i));
                }
            }
        }
        assertTrue(expected.next().block() > lastBlock, "no swap is missing at the end");
        return count;
    }
}
