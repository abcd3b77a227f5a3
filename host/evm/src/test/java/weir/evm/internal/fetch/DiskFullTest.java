package weir.evm.internal.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.evm.internal.logs.RecordedPool;
import weir.evm.internal.rpc.LoopbackNode;
import weir.history.HistoryException;
import weir.history.SwapStore;

/** A fetch onto a disk without space. Skipped if this user may not mount a file system. */
class DiskFullTest {

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void mountSmallDisk() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=32k", "weir-test", disk.toString()) == 0,
                "SKIPPED: this user may not mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    void fullDiskEndsTheFetchAndLeavesCompleteBlocks() throws Exception {
        RecordedPool pool = RecordedPool.load("slipstream");
        FetchFixture fixture = new FetchFixture(disk, pool.key());
        long first = pool.blocks().first();
        try (LoopbackNode node = new LoopbackNode(new RecordedNode(pool).limitedTo(9, 1_000))) {
            HistoryException e = assertThrows(HistoryException.class, () -> fixture.fetch(first, node));
            assertTrue(e.getMessage().contains("No space left on device"), e::getMessage);
            assertTrue(e.remedy().contains("Check space"), e::remedy);
            try (SwapStore store = fixture.store()) {
                long last = store.pool(pool.key()).orElseThrow().lastBlock();
                assertEquals(
                        StoredEvents.recordedSwaps(pool).stream()
                                .filter(swap -> swap.block() <= last)
                                .toList(),
                        StoredEvents.swaps(store, pool.key()));
            }
            assertEquals(0, run("mount", "-o", "remount,size=8m", disk.toString()));
            fixture.fetch(first, node);
        }
        try (SwapStore store = fixture.store()) {
            assertEquals(StoredEvents.recordedSwaps(pool), StoredEvents.swaps(store, pool.key()));
            assertEquals(StoredEvents.recordedEvents(pool), StoredEvents.events(store, pool.key()));
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
