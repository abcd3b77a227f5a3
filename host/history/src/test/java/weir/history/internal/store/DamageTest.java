package weir.history.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.history.BlockRange;
import weir.history.GeneratedSwaps;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.internal.frame.Frame;
import weir.history.internal.frame.SwapFile;

/** Changed or shortened files are rejected, and the error names them. Bytes after the committed end are ignored. */
class DamageTest {

    private static final PoolKey POOL = new PoolKey(1, "0x" + "3c".repeat(20));

    @TempDir
    private Path folder;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void write() throws IOException {
        SwapStore store = SwapStore.embedded(folder);
        GeneratedSwaps swaps = new GeneratedSwaps(3);
        long next = 0;
        for (int frame = 0; frame < 3; frame++) {
            SwapBatch batch = new SwapBatch();
            SwapRow row = swaps.next();
            while (batch.size() < 20 || row.block() < next) {
                if (row.block() >= next) {
                    batch.add(row);
                }
                row = swaps.next();
            }
            long last = batch.blocks()[batch.size() - 1];
            store.append(POOL, new BlockRange(next, last), batch);
            next = last + 1;
        }
        file = folder.resolve("1-" + POOL.address()).resolve("live.swaps");
        whole = Files.readAllBytes(file);
        assertEquals(60, read());
    }

    @Test
    void everyFlippedBitIsDetected() throws IOException {
        Random random = new Random(9);
        // The last eight bytes of a header are padding: they carry nothing that could go wrong.
        int[] padding = {52, 64};
        for (int i = 0; i < 1_500; i++) {
            int at = i < 64 ? i : random.nextInt(whole.length);
            if (at >= padding[0] && at < padding[1]) {
                continue;
            }
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            assertRejected("flipped byte " + at, flipped);
        }
    }

    @Test
    void everyTruncationIsDetected() throws IOException {
        for (int length = 0; length < whole.length; length += length < 70 ? 1 : 31) {
            Files.write(file, Arrays.copyOf(whole, length));
            HistoryException e = assertThrows(HistoryException.class, this::read, "cut at " + length);
            assertTrue(e.getMessage().contains(file.toString()), e::getMessage);
        }
    }

    @Test
    void bytesAfterTheCommitMarkAreIgnored() throws IOException {
        byte[] torn = Arrays.copyOf(whole, whole.length + 1_000);
        new Random(4).nextBytes(torn);
        System.arraycopy(whole, 0, torn, 0, whole.length);
        Files.write(file, torn);
        assertEquals(60, read());
    }

    @Test
    void fileOfAnotherPoolIsRejected() throws IOException {
        PoolKey other = new PoolKey(1, "0x" + "4d".repeat(20));
        Path elsewhere = Files.createDirectories(folder.resolve("1-" + other.address()));
        Files.copy(file, elsewhere.resolve("live.swaps"));
        HistoryException e = assertThrows(
                HistoryException.class, () -> SwapStore.embedded(folder).pool(other));
        assertTrue(e.getMessage().contains("the file contains pool " + POOL), e::getMessage);
    }

    @Test
    void copiedFileIsRejected() throws IOException {
        Files.copy(file, file.resolveSibling("00000007.swaps"));
        HistoryException e = assertThrows(HistoryException.class, this::read);
        assertTrue(e.getMessage().contains("its blocks are also stored in"), e::getMessage);
    }

    /** A crash can leave a file that a newer one replaces. */
    @Test
    void damagedFileThatIsReplacedIsIgnoredAndDeleted() throws IOException {
        SwapStore store = SwapStore.embedded(folder);
        BlockRange first = new BlockRange(0, store.pool(POOL).orElseThrow().firstBlock());
        int left = (int) (60 - store.remove(POOL, first));
        Path replaced = file.resolveSibling("00000001.swaps");
        Files.writeString(replaced, "damaged");
        assertEquals(left, read());
        store.remove(POOL, new BlockRange(0, 0));
        assertTrue(Files.notExists(replaced));
        assertEquals(left, read());
    }

    private void assertRejected(String how, byte[] bytes) {
        try {
            int rows = read();
            // Padding within a frame's header is the only place without a meaning.
            assertTrue(rows == 60 && onlyFramePaddingDiffers(bytes), how + " was not noticed");
        } catch (HistoryException e) {
            assertTrue(e.getMessage().contains(file.toString()), e::getMessage);
        }
    }

    private boolean onlyFramePaddingDiffers(byte[] bytes) {
        int at = Arrays.mismatch(whole, bytes);
        int frame = SwapFile.HEADER_BYTES;
        while (frame < whole.length) {
            if (at >= frame + Frame.HEADER_BYTES - 4 && at < frame + Frame.HEADER_BYTES) {
                return true;
            }
            int body = Frame.buffer(whole.length).put(whole).getInt(frame + 4);
            frame += Frame.HEADER_BYTES + body;
        }
        return false;
    }

    private int read() {
        int rows = 0;
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = SwapStore.embedded(folder).scan(POOL, BlockRange.all())) {
            while (cursor.next(batch)) {
                rows += batch.size();
            }
        }
        return rows;
    }
}
