package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.NOW;
import static weir.share.TestPublisher.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.base.WeirException;
import weir.share.TestPublisher;
import weir.share.publisher.PublisherWriter;
import weir.share.publisher.PublisherWriter.Change;
import weir.share.repository.RepositoryVerification;
import weir.share.repository.VerifiedRepository;

/** A stolen hotkey, and the coldkey that revokes it. */
class PublisherKeysTest extends PublisherKeysFixture {

    @Test
    void coldkeyRevokesAStolenHotkeyAndItsSuccessorGoesOnWithALowerSequence() throws IOException {
        fastForward();
        returnServer();
        assertTrue(problem().contains("has the old sequence 1 of lp; known is 999999"));
        write(coldkey, revoke(2));
        successor.publish(repository);
        VerifiedRepository fetched = fetch();
        assertEquals(2, fetched.head().sequence());
        assertEquals(successor.key().ss58(), alice().ss58());
        assertEquals(Optional.empty(), alice().frozen());
        RepositoryVerification.verify(repository, Optional.of(successor.key()), TestPublisher.VERIFIER);
        successor.publish(repository, jar(folder, "my.hold", "1.1.0", "a"));
        assertEquals(2, fetch().bundles().size());
    }

    @Test
    void revokedHotkeyIsFrozenUntilItsSuccessorPublishes() {
        write(coldkey, revoke(2));
        assertTrue(problem().contains("its hotkey was revoked by its coldkey"), problem());
        assertTrue(alice().frozen().orElseThrow().contains("stolen"));
        String remedy = assertThrows(WeirException.class, this::fetch).remedy();
        assertTrue(remedy.contains("Do not trust this one again"), remedy);
        assertFalse(remedy.contains("`weir trust`"), remedy);
        successor.publish(repository);
        assertEquals(2, fetch().head().sequence());
    }

    /** The thief restores the old publisher.json and head. */
    @Test
    void oldPublisherFileDoesNotRestoreARevokedHotkey() throws IOException {
        byte[] file = Files.readAllBytes(repository.resolve("publisher.json"));
        byte[] signature = Files.readAllBytes(repository.resolve("publisher.json.sig"));
        write(coldkey, revoke(2));
        successor.publish(repository);
        fetch();
        server.on("publisher.json", file).on("publisher.json.sig", signature);
        assertTrue(problem().contains("has the old serial 1 of publisher.json; known is 2"), problem());
        assertEquals(successor.key().ss58(), alice().ss58());
    }

    /** The thief deletes publisher.json. */
    @Test
    void missingPublisherFileDoesNotHideARevocation() throws IOException {
        Files.delete(repository.resolve("publisher.json"));
        assertTrue(problem().contains("has no publisher.json; serial 1 is known"), problem());
        trust(Optional.empty());
        assertEquals(1, fetch().head().sequence(), "without a coldkey, the file is not needed");
    }

    @Test
    void hotkeyThatIsNotListedOrHasExpiredIsRejected() throws IOException {
        Instant end = NOW.plusSeconds(1);
        write(coldkey, new Change(Optional.of(hotkey.key()), Optional.of(end), Optional.empty(), 0, ""));
        assertEquals(1, fetch().head().sequence());
        now = end.plusSeconds(1);
        assertTrue(problem().contains("does not permit the hotkey " + hotkey.key()), problem());
        assertEquals(Optional.empty(), alice().frozen());
        assertEquals(2, alice().serial());
        now = NOW;
        Files.delete(repository.resolve("publisher.json"));
        write(coldkey, add(successor.key()));
        write(coldkey, add(mallory.key()));
        write(coldkey, add(coldkey.key()));
        assertTrue(problem().contains("does not permit the hotkey " + hotkey.key()), problem());
    }

    @Test
    void publisherFileOfAnotherKeyIsRejected() throws IOException {
        Path forged = folder.resolve("forged");
        new PublisherWriter(forged, () -> NOW).write(Optional.of(mallory.key()), add(mallory.key()), mallory);
        server.on("publisher.json", Files.readAllBytes(forged.resolve("publisher.json")))
                .on("publisher.json.sig", Files.readAllBytes(forged.resolve("publisher.json.sig")));
        assertTrue(problem().contains("is signed by " + mallory.key() + ", trusted is " + coldkey.key()), problem());
    }

    @Test
    void hotkeyCannotNameItsOwnSuccessor() {
        WeirException rejected = assertThrows(WeirException.class, () -> mallory.publish(repository));
        assertTrue(rejected.getMessage().contains("is published by " + hotkey.key()), rejected.getMessage());
        assertThrows(WeirException.class, () -> new PublisherWriter(repository, () -> NOW)
                .write(Optional.of(hotkey.key()), add(mallory.key()), hotkey));
    }

    /** Without a pinned coldkey, a file that a thief writes has no effect, and neither has a real one. */
    @Test
    void withoutAPinnedColdkeyTheFileHasNoEffect() {
        trust(Optional.empty());
        write(coldkey, revoke(2));
        assertEquals(1, fetch().head().sequence());
        successor.publish(repository);
        assertTrue(problem().contains("trusted is " + hotkey.key()), problem());
    }
}
