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
import weir.axon.internal.HttpError;

/** Each nonce is accepted once; nonces that were forgotten are rejected. */
class ReplayGuardTest {

    private static final long NOW = 1_760_000_000_000_000_000L;

    @TempDir
    Path folder;

    private ReplayGuard guard;

    @BeforeEach
    void fresh() {
        NonceStore store = new NonceStore(folder.resolve("nonces"), () -> NOW);
        guard = new ReplayGuard(() -> NOW, store, new ClockSkew(() -> NOW));
    }

    private static DendriteHeaders dendrite(String uuid, long nonce) {
        return new DendriteHeaders("hotkey", nonce, uuid, new byte[64]);
    }

    private static BtAuthHeaders btauth(long nonce) {
        return new BtAuthHeaders("hotkey", "us", nonce, new byte[64]);
    }

    @Test
    void manyUuidsOfOneHotkeyAreAcceptedOnce() throws Exception {
        for (int i = 0; i < 1000; i++) {
            guard.recordNonce(dendrite("uuid" + i, NOW + i));
        }
        for (int i = 0; i < 1000; i++) {
            DendriteHeaders replay = dendrite("uuid" + i, NOW + i);
            assertThrows(HttpError.class, () -> guard.recordNonce(replay));
        }
        assertDoesNotThrow(() -> guard.recordNonce(dendrite("uuid999", NOW + 2000)));
        assertDoesNotThrow(() -> guard.recordNonce(dendrite("new", NOW + 2001)));
    }

    /** Twenty requests of one dendrite, which the network delivers in reverse order. */
    @Test
    void concurrentRequestsOfOneDendriteMayArriveInAnyOrder() throws Exception {
        long step = 25_000_000L;
        for (int i = 20; i > 0; i--) {
            guard.recordNonce(dendrite("uuid", NOW + i * step));
        }
        for (int i = 20; i > 0; i--) {
            DendriteHeaders replay = dendrite("uuid", NOW + i * step);
            assertThrows(HttpError.class, () -> guard.recordNonce(replay));
        }
        DendriteHeaders late = dendrite("uuid", NOW);
        assertThrows(HttpError.class, () -> guard.recordNonce(late));
    }

    @Test
    void oldestNoncesOfOneUuidAreForgottenAndRejected() throws Exception {
        for (int i = 0; i < 1000; i++) {
            guard.recordNonce(dendrite("uuid", NOW + 2L * i));
        }
        for (int i = 0; i < 1000; i++) {
            DendriteHeaders replay = dendrite("uuid", NOW + 2L * i);
            assertThrows(HttpError.class, () -> guard.recordNonce(replay));
        }
        DendriteHeaders forgotten = dendrite("uuid", NOW + 1);
        assertThrows(HttpError.class, () -> guard.recordNonce(forgotten));
        assertDoesNotThrow(() -> guard.recordNonce(dendrite("uuid", NOW + 1997)));
    }

    @Test
    void oneWriteCoversAllHotkeys() throws Exception {
        Path file = folder.resolve("nonces");
        NonceStore store = new NonceStore(file, () -> NOW);
        store.recordUse("a", NOW);
        store.recordUse("b", NOW + 1);
        store.recordUse("a", NOW + 900_000_000L);
        store.recordUse("b", NOW + 1_000_000_002L);
        NonceStore restarted = new NonceStore(file, () -> NOW);
        assertEquals(NOW + 1_900_000_000L, restarted.floor("a"), "renewed together with b");
        assertEquals(NOW + 2_000_000_002L, restarted.floor("b"));
    }

    @Test
    void btAuthNoncesAreAcceptedOnceInAnyOrder() throws Exception {
        for (int i = 70_000; i > 0; i--) {
            guard.recordNonce(btauth(NOW + 2L * i));
            if (i == 5000) {
                break;
            }
        }
        for (int i = 70_000; i > 5000; i -= 97) {
            BtAuthHeaders replay = btauth(NOW + 2L * i);
            assertThrows(HttpError.class, () -> guard.recordNonce(replay));
        }
        assertDoesNotThrow(() -> guard.recordNonce(btauth(NOW + 140_001)));
    }

    @Test
    void boundsAreWrittenOnceASecondAndForgottenAfterTheWindow() throws Exception {
        Path file = folder.resolve("nonces");
        guard.recordNonce(dendrite("uuid", NOW));
        assertEquals("version 2\nhotkey " + (NOW + 1_000_000_000L) + "\n", Files.readString(file));
        guard.recordNonce(dendrite("uuid", NOW + 999_999_999L));
        assertEquals("version 2\nhotkey " + (NOW + 1_000_000_000L) + "\n", Files.readString(file));
        guard.recordNonce(dendrite("uuid", NOW + 1_000_000_001L));
        assertEquals("version 2\nhotkey " + (NOW + 2_000_000_001L) + "\n", Files.readString(file));

        long later = NOW + 120_000_000_000L;
        NonceStore restarted = new NonceStore(file, () -> later);
        assertEquals(NOW + 2_000_000_001L, restarted.floor("hotkey"));
        restarted.recordUse("other", later);
        assertTrue(Files.readString(file).startsWith("version 2\nother "));
    }
}
