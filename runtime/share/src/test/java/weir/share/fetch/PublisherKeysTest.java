package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.NOW;
import static weir.share.TestPublisher.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.protocol.PublicKey;
import weir.share.TestPublisher;
import weir.share.http.DownloadProgress;
import weir.share.http.HeaderFile;
import weir.share.internal.Sha256;
import weir.share.publisher.PublisherFile;
import weir.share.publisher.PublisherWriter;
import weir.share.publisher.PublisherWriter.Change;
import weir.share.repository.DirectorySource;
import weir.share.repository.RepositoryHead;
import weir.share.repository.RepositoryVerification;
import weir.share.repository.VerifiedRepository;
import weir.share.sign.Messages;

/** A stolen hotkey, and the coldkey that revokes it, over a web server that the thief may control. */
class PublisherKeysTest {

    @TempDir
    Path folder;

    private final TestPublisher hotkey = new TestPublisher(1);
    private final TestPublisher coldkey = new TestPublisher(2);
    private final TestPublisher successor = new TestPublisher(3);
    private final TestPublisher stranger = new TestPublisher(4);
    private Path repository;
    private HostileServer server;
    private TrustFile trustFile;
    private RepositoryFetcher fetcher;

    @BeforeEach
    void publish() throws IOException {
        repository = folder.resolve("repository");
        hotkey.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        write(coldkey, add(hotkey.key()));
        server = new HostileServer(repository);
        trustFile = new TrustFile(folder.resolve("home/conf"), folder.resolve("home/data"), () -> NOW);
        trust(Optional.of(coldkey.key().ss58()));
        fetcher = new RepositoryFetcher(
                trustFile,
                new RepositoryCache(folder.resolve("home/data")),
                SourceAddress.opener(HeaderFile.NONE, DownloadProgress.NONE),
                () -> NOW);
        fetch();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void trust(Optional<String> pinned) {
        trustFile.update(
                "trust",
                trust -> trust.with(
                        new Trust.Publisher(hotkey.key().ss58(), "alice", pinned, Optional.empty(), List.of())));
    }

    private static Change add(PublicKey key) {
        return new Change(Optional.of(key), Optional.empty(), Optional.empty(), 0, "");
    }

    private Change revoke(long floor) {
        return new Change(Optional.of(successor.key()), Optional.empty(), Optional.of(hotkey.key()), floor, "stolen");
    }

    private PublisherFile write(TestPublisher key, Change change) {
        return new PublisherWriter(repository, () -> NOW).write(Optional.of(key.key()), change, key);
    }

    private Trust.Publisher alice() {
        return trustFile.read().publisher("alice").orElseThrow();
    }

    private VerifiedRepository fetch() {
        return fetcher.fetch(alice(), "lp", List.of(server.address()));
    }

    private String problem() {
        return assertThrows(WeirException.class, this::fetch).getMessage();
    }

    /** The thief serves a head with a high sequence, so that users refuse all later heads of the publisher. */
    private void fastForward() {
        RepositoryHead head = VerifiedRepository.read(new DirectorySource(repository), Optional.empty())
                .head();
        RepositoryHead forged = new RepositoryHead(
                head.publisher(),
                head.repository(),
                999_999,
                head.published(),
                head.expires(),
                head.previous(),
                head.indexSize(),
                head.indexSha256(),
                head.yanked());
        byte[] content = forged.toBytes();
        String message = Messages.head(hotkey.key(), "lp", 999_999, Sha256.of(content));
        server.on("weir.json", content).on("weir.json.sig", hotkey.sign(message).toBytes(message));
        assertEquals(999_999, fetch().head().sequence());
    }

    private void returnServer() throws IOException {
        server.close();
        server = new HostileServer(repository);
    }

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
        assertTrue(problem().contains("is frozen"));
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

    @Test
    void publisherFileOfAnotherKeyIsRefused() throws IOException {
        Path forged = folder.resolve("forged");
        new PublisherWriter(forged, () -> NOW).write(Optional.of(stranger.key()), add(stranger.key()), stranger);
        server.on("publisher.json", Files.readAllBytes(forged.resolve("publisher.json")))
                .on("publisher.json.sig", Files.readAllBytes(forged.resolve("publisher.json.sig")));
        assertTrue(problem().contains("is signed by " + stranger.key() + ", trusted is " + coldkey.key()), problem());
    }

    @Test
    void hotkeyCannotNameItsOwnSuccessor() {
        WeirException refused = assertThrows(WeirException.class, () -> stranger.publish(repository));
        assertTrue(refused.getMessage().contains("is published by " + hotkey.key()), refused.getMessage());
        assertThrows(WeirException.class, () -> new PublisherWriter(repository, () -> NOW)
                .write(Optional.of(hotkey.key()), add(stranger.key()), hotkey));
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
