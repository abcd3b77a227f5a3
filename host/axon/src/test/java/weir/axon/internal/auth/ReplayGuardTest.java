package weir.axon.internal.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.access.NotVerified;

/** What is forgotten to stay within bounds is refused rather than let in again. */
class ReplayGuardTest {

    private static final long NOW = 1_760_000_000_000_000_000L;

    @TempDir
    Path folder;

    private ReplayGuard nonces;

    @BeforeEach
    void fresh() {
        NonceStore marks = new NonceStore(folder.resolve("nonces"), () -> NOW);
        nonces = new ReplayGuard(() -> NOW, marks, new ClockSkew(() -> NOW));
    }

    private static DendriteHeaders dendrite(String uuid, long nonce) {
        return new DendriteHeaders("hotkey", nonce, uuid, new byte[64]);
    }

    private static BtAuthHeaders btauth(long nonce) {
        return new BtAuthHeaders("hotkey", "us", nonce, new byte[64]);
    }

    @Test
    void manyProcessesOfOneHotkey() throws Exception {
        for (int i = 0; i < 1000; i++) {
            nonces.spend(dendrite("uuid" + i, NOW + i));
        }
        for (int i = 0; i < 1000; i++) {
            DendriteHeaders replay = dendrite("uuid" + i, NOW + i);
            assertThrows(NotVerified.class, () -> nonces.spend(replay));
        }
        assertDoesNotThrow(() -> nonces.spend(dendrite("uuid999", NOW + 2000)));
        assertDoesNotThrow(() -> nonces.spend(dendrite("new", NOW + 2001)));
    }

    /** Twenty requests of one dendrite that are on their way together; the network turns them round. */
    @Test
    void requestsOfOneDendriteMayOvertakeEachOther() throws Exception {
        long step = 25_000_000L;
        for (int i = 20; i > 0; i--) {
            nonces.spend(dendrite("uuid", NOW + i * step));
        }
        for (int i = 20; i > 0; i--) {
            DendriteHeaders replay = dendrite("uuid", NOW + i * step);
            assertThrows(NotVerified.class, () -> nonces.spend(replay));
        }
        DendriteHeaders late = dendrite("uuid", NOW);
        assertThrows(NotVerified.class, () -> nonces.spend(late));
    }

    @Test
    void aFloodOfOneDendriteIsForgottenFromBelow() throws Exception {
        for (int i = 0; i < 1000; i++) {
            nonces.spend(dendrite("uuid", NOW + 2L * i));
        }
        for (int i = 0; i < 1000; i++) {
            DendriteHeaders replay = dendrite("uuid", NOW + 2L * i);
            assertThrows(NotVerified.class, () -> nonces.spend(replay));
        }
        DendriteHeaders forgotten = dendrite("uuid", NOW + 1);
        assertThrows(NotVerified.class, () -> nonces.spend(forgotten));
        assertDoesNotThrow(() -> nonces.spend(dendrite("uuid", NOW + 1997)));
    }

    @Test
    void oneWriteCoversAllThatAsk() throws Exception {
        Path file = folder.resolve("nonces");
        NonceStore marks = new NonceStore(file, () -> NOW);
        marks.cover("a", NOW);
        marks.cover("b", NOW + 1);
        marks.cover("a", NOW + 900_000_000L);
        marks.cover("b", NOW + 1_000_000_002L);
        NonceStore restarted = new NonceStore(file, () -> NOW);
        assertEquals(NOW + 1_900_000_000L, restarted.floor("a"), "renewed with b's, before a's own was used up");
        assertEquals(NOW + 2_000_000_002L, restarted.floor("b"));
    }

    @Test
    void manyBtAuthRequestsInAnyOrder() throws Exception {
        for (int i = 70_000; i > 0; i--) {
            nonces.spend(btauth(NOW + 2L * i));
            if (i == 5000) {
                break;
            }
        }
        for (int i = 70_000; i > 5000; i -= 97) {
            BtAuthHeaders replay = btauth(NOW + 2L * i);
            assertThrows(NotVerified.class, () -> nonces.spend(replay));
        }
        assertDoesNotThrow(() -> nonces.spend(btauth(NOW + 140_001)));
    }

    @Test
    void marksAreWrittenOnceASecondAndForgottenWhenTheWindowHasPassed() throws Exception {
        Path file = folder.resolve("nonces");
        nonces.spend(dendrite("uuid", NOW));
        assertEquals("hotkey " + (NOW + 1_000_000_000L) + "\n", Files.readString(file));
        nonces.spend(dendrite("uuid", NOW + 999_999_999L));
        assertEquals("hotkey " + (NOW + 1_000_000_000L) + "\n", Files.readString(file));
        nonces.spend(dendrite("uuid", NOW + 1_000_000_001L));
        assertEquals("hotkey " + (NOW + 2_000_000_001L) + "\n", Files.readString(file));

        long later = NOW + 120_000_000_000L;
        NonceStore restarted = new NonceStore(file, () -> later);
        assertEquals(NOW + 2_000_000_001L, restarted.floor("hotkey"));
        restarted.cover("other", later);
        assertTrue(Files.readString(file).startsWith("other "));
    }
}
