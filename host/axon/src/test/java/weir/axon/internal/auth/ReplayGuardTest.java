package weir.axon.internal.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.HttpError;

/** Each nonce is accepted once, in any order, also after a restart; a nonce of the future affects no other one. */
class ReplayGuardTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_760_000_000L * SECOND;

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong(START);
    private ReplayGuard guard;

    /** A new guard knows only what a killed process left on disk. */
    @BeforeEach
    void restart() {
        guard = new ReplayGuard(now::get, new NonceStore(folder.resolve("nonces"), now::get));
    }

    /** Returns the status of a dendrite's verified request. */
    private int use(String hotkey, String uuid, long nonce) {
        try {
            guard.requireFresh(new DendriteHeaders(hotkey, nonce, uuid, new byte[64]), Duration.ofSeconds(5));
            guard.requireUnused(hotkey, uuid, nonce);
            guard.recordNonce(hotkey, uuid, nonce);
            return 200;
        } catch (HttpError error) {
            return error.status();
        }
    }

    private int use(long nonce) {
        return use("hotkey", "uuid", nonce);
    }

    @Test
    void anyNumberOfUuidsIsAcceptedOnceEach() {
        for (int repeat = 0; repeat < 2; repeat++) {
            for (int i = 0; i < 1000; i++) {
                assertEquals(repeat == 0 ? 200 : 401, use("hotkey", "uuid" + i, START + i));
            }
        }
        assertEquals(200, use("hotkey", "other", START), "the signature covers the UUID, so this is no replay");
    }

    @Test
    void noncesAreAcceptedOnceInAnyOrderWithinTheWindow() {
        List<Long> nonces = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            nonces.add(START - 8 * SECOND + i * SECOND / 60);
        }
        Collections.shuffle(nonces, new Random(1));
        for (long nonce : nonces) {
            assertEquals(200, use(nonce));
        }
        for (long nonce : nonces) {
            assertEquals(401, use(nonce));
        }
    }

    @Test
    void tooManyNoncesWithinTheWindowGet429UntilOldOnesLeaveIt() {
        for (int i = 0; i < ReplayGuard.MAX_NONCES_PER_HOTKEY; i++) {
            assertEquals(200, use(START + i));
        }
        assertEquals(429, use(START + SECOND));
        assertEquals(401, use(START), "a replay stays a replay");
        assertEquals(200, use("other", "uuid", START), "another hotkey has its own limit");
        now.addAndGet(ReplayGuard.MAX_NONCE_AGE_NS + ReplayGuard.MAX_NONCES_PER_HOTKEY);
        assertEquals(200, use(now.get()));
    }

    /** Without this limit, many hotkeys could fill the memory together. */
    @Test
    void allHotkeysTogetherAreLimitedAndEachKeepsAShare() {
        int filling = ReplayGuard.MAX_NONCES / ReplayGuard.MAX_NONCES_PER_HOTKEY;
        for (int hotkey = 0; hotkey < filling; hotkey++) {
            for (int i = 0; i < ReplayGuard.MAX_NONCES_PER_HOTKEY; i++) {
                use("greedy" + hotkey, "uuid", START + i);
            }
        }
        assertEquals(429, use("greedy0", "uuid", START + SECOND));
        int share = ReplayGuard.MAX_NONCES / (filling + 1);
        for (int i = 0; i < share; i++) {
            assertEquals(200, use("modest", "uuid", START + i));
        }
        assertEquals(429, use("modest", "uuid", START + SECOND));
        now.addAndGet(ReplayGuard.MAX_NONCE_AGE_NS + SECOND);
        assertEquals(200, use("greedy0", "uuid", now.get()));
    }

    @Test
    void nonceOfTheFutureDoesNotLockOutItsHotkey() {
        long future = START + 45 * SECOND;
        assertEquals(200, use("hotkey", "ahead", future));
        for (int i = 0; i < 70; i++) {
            assertEquals(200, use("hotkey", "uuid" + i, START + i));
        }
        assertEquals(401, use("hotkey", "ahead", future));
        restart();
        assertEquals(401, use("hotkey", "ahead", future), "no replay after kill -9");
        now.addAndGet(2 * SECOND);
        assertEquals(200, use("hotkey", "uuid", now.get()), "not locked out after kill -9");
        now.addAndGet(30 * SECOND);
        assertEquals(200, use("hotkey", "uuid", now.get()));
        restart();
        assertEquals(401, use("hotkey", "ahead", future), "no replay after a second one");
    }

    @Test
    void validatorWithAClockAheadIsServedBeforeAndAfterAKill() {
        List<Long> used = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            used.add(now.get() + 20 * SECOND);
            assertEquals(200, use(now.get() + 20 * SECOND));
            now.addAndGet(SECOND / 2);
        }
        restart();
        for (long nonce : used) {
            assertEquals(401, use(nonce));
        }
        now.addAndGet(SECOND);
        assertEquals(200, use(now.get() + 20 * SECOND));
    }

    /** The host's clock may be corrected while it runs; used nonces then seem recent again. */
    @Test
    void noReplayIsAcceptedWhenTheClockIsSetBack() {
        assertEquals(200, use(START));
        now.addAndGet(3600 * SECOND);
        assertEquals(200, use(now.get()));
        now.set(START);
        assertEquals(401, use(START));
        assertEquals(200, use(START + SECOND));
    }

    @Test
    void oneWriteCoversAllHotkeys() throws Exception {
        use("a", "uuid", START);
        use("b", "uuid", START + 1);
        now.addAndGet(SECOND + 2);
        use("a", "uuid", START + 900_000_000L);
        use("b", "uuid", START + SECOND + 2);
        String text = Files.readString(folder.resolve("nonces"));
        assertTrue(text.contains("\na " + (START + 1_900_000_000L) + "\n"), text);
        assertTrue(text.contains("\nb " + (START + 2 * SECOND + 2) + "\n"), text);
    }

    @Test
    void boundsAreWrittenOnceASecondAndForgottenAfterTheWindow() throws Exception {
        Path file = folder.resolve("nonces");
        use(START);
        assertEquals("version 3\nhotkey " + (START + SECOND) + "\n", Files.readString(file));
        use(START + 999_999_999L);
        assertEquals("version 3\nhotkey " + (START + SECOND) + "\n", Files.readString(file));
        now.addAndGet(SECOND);
        use(START + SECOND + 1);
        assertEquals("version 3\nhotkey " + (START + 2 * SECOND + 1) + "\n", Files.readString(file));
        use(START + 45 * SECOND);
        assertEquals(
                "version 3\nhotkey " + (START + 2 * SECOND + 1) + " " + (START / SECOND + 45) + "\n",
                Files.readString(file));
        now.addAndGet(120 * SECOND);
        restart();
        use("other", "uuid", now.get());
        String text = Files.readString(file);
        assertFalse(text.contains("hotkey"), text);
        assertTrue(text.contains("\nother " + (now.get() + SECOND) + "\n"), text);
    }

    @Test
    void filesOfEarlierVersionsAreRead() throws Exception {
        for (String version : List.of("", "version 2\n")) {
            Files.writeString(folder.resolve("nonces"), version + "hotkey " + (START + SECOND) + "\n");
            restart();
            assertEquals(401, use(START + SECOND));
            assertEquals(200, use(START + SECOND + 1));
            assertEquals(200, use("other", "uuid", START));
        }
    }

    /** It is not known which nonces an invalid line named, so only hotkeys with a line of their own are accepted for a minute. */
    @Test
    void invalidLineRejectsHotkeysWithoutALineForAMinute() throws Exception {
        for (String line : List.of("half", "hotkey", "hotkey x", "hotkey 1 y", "version 4", "* x")) {
            Files.writeString(
                    folder.resolve("nonces"),
                    "version 3\n" + line + "\n* 5\nfuture 0 " + (START / SECOND + 45) + "\ngood " + START + "\n");
            restart();
            assertEquals(401, use("any", "uuid", START), line);
            assertEquals(401, use("any", "uuid", START + 45 * SECOND), line);
            assertEquals(401, use("future", "uuid", START + 45 * SECOND), line);
            assertEquals(401, use("good", "uuid", START), line);
            assertEquals(200, use("good", "uuid", START + 1), line);
            assertEquals(200, use("future", "uuid", START + 2 * SECOND), line);
            restart(); // the file has been written again, without the invalid line
            assertEquals(401, use("any", "uuid", START), line);
            assertEquals(401, use("any", "uuid", START + 45 * SECOND), line);
            now.addAndGet(60 * SECOND + 1);
            assertEquals(200, use("any", "uuid", now.get()), line);
            now.set(START);
            Files.delete(folder.resolve("nonces"));
        }
    }

    @Test
    void nonceOfTheFutureIsNotAcceptedAgainAfterTheFileWasDamaged() throws Exception {
        long future = START + 45 * SECOND;
        assertEquals(200, use("hotkey", "ahead", future));
        for (byte[] damaged : List.of(new byte[] {(byte) 0xff, (byte) 0xfe}, "half a li".getBytes())) {
            Files.write(folder.resolve("nonces"), damaged);
            restart();
            assertEquals(401, use("hotkey", "ahead", future));
        }
        now.addAndGet(60 * SECOND + 1);
        assertEquals(200, use("hotkey", "ahead", now.get()));
    }

    /** Old nonces are not kept in the file, but seem recent again. */
    @Test
    void noReplayIsAcceptedAfterARestartWithTheClockSetBack() {
        assertEquals(200, use("past", "uuid", START));
        assertEquals(200, use("ahead", "uuid", START + 45 * SECOND));
        assertEquals(200, use("both", "uuid", START + 40 * SECOND));
        for (int i = 0; i < 3; i++) {
            now.addAndGet(120 * SECOND);
            assertEquals(200, use("other", "uuid", now.get()));
            assertEquals(200, use("both", "uuid", now.get() + 50 * SECOND));
        }
        now.set(START);
        restart();
        assertEquals(401, use("past", "uuid", START));
        assertEquals(401, use("ahead", "uuid", START + 45 * SECOND));
        assertEquals(401, use("both", "uuid", START + 40 * SECOND));
        now.addAndGet(480 * SECOND);
        for (String hotkey : List.of("past", "ahead", "both", "other")) {
            assertEquals(200, use(hotkey, "uuid", now.get()), hotkey);
        }
    }

    /** The documented rate. */
    @Test
    void hotkeyMaySendTwoHundredNinetyRequestsPerSecondForAnyTime() {
        for (int i = 0; i < 290 * 120; i++) {
            assertEquals(200, use(START + i * SECOND / 290));
            now.set(START + i * SECOND / 290);
        }
    }

    @Test
    void tooManyNoncesAreExplained() {
        for (int i = 0; i < ReplayGuard.MAX_NONCES_PER_HOTKEY; i++) {
            use(START + i);
        }
        HttpError error = assertThrows(HttpError.class, () -> guard.requireUnused("hotkey", "uuid", START + SECOND));
        assertEquals(
                "Too many requests of one hotkey: at most 10000 within 34 seconds, in the long run 294 a second; no setting"
                        + " raises this limit, so send requests less often",
                error.getMessage());
    }
}
