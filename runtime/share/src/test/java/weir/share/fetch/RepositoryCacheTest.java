package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.NOW;
import static weir.share.TestPublisher.jar;

import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.share.TestPublisher;
import weir.share.repository.DirectorySource;
import weir.share.repository.VerifiedRepository;

/** Which copies of repositories stay, also while several commands run. */
class RepositoryCacheTest {

    @TempDir
    Path folder;

    private final TestPublisher alice = new TestPublisher(1);
    private final TestPublisher bob = new TestPublisher(2);
    private Path data;
    private RepositoryCache cache;
    private TrustFile trustFile;

    @BeforeEach
    void trustBoth() {
        data = folder.resolve("home/data");
        cache = new RepositoryCache(data);
        trustFile = new TrustFile(folder.resolve("home/conf"), data, () -> NOW);
        trustFile.update(
                "trust both", trust -> trust.with(publisher(alice, "alice")).with(publisher(bob, "bob")));
    }

    @Test
    void copyIsKeptWhileItIsStoredAndSelected() throws Exception {
        VerifiedRepository found = publish(alice, "1.0.0");
        FetchedRepository fetched = staged(alice, found);
        Thread cleaning = new Thread(() -> cache.retainOnly(trustFile));
        cache.alone(() -> {
            cache.store(List.of(fetched));
            cleaning.start();
            while (cleaning.getState() != Thread.State.BLOCKED && cleaning.isAlive()) {
                Thread.onSpinWait();
            }
            // So that other processes wait, too.
            assertThrows(OverlappingFileLockException.class, () -> {
                try (FileChannel lock = FileChannel.open(data.resolve("repositories.lock"), StandardOpenOption.WRITE)) {
                    lock.tryLock();
                }
            });
            return trustFile.update(
                    "select",
                    trust -> trust.with(publisher(alice, "alice")
                            .with(new Trust.Repository("lp", List.of("a"), 1, found.headSha256()))));
        });
        cleaning.join();
        assertTrue(Files.isDirectory(copy(found)));
    }

    @Test
    void copiesOfOthersAreDeletedWhileAPublisherIsFrozen() {
        VerifiedRepository first = fetch(alice, "1.0.0");
        assertThrows(WeirException.class, () -> fetchFork(alice));
        VerifiedRepository old = fetch(bob, "1.0.0");
        VerifiedRepository newest = fetch(bob, "1.1.0");
        assertTrue(Files.isDirectory(copy(newest)));
        assertFalse(Files.exists(copy(old)), "bob's old copy is deleted");
        String reason =
                trustFile.read().publisher("alice").orElseThrow().frozen().orElseThrow();
        assertTrue(Files.isDirectory(copy(first)), "evidence: " + reason);
        assertEquals(3, data.resolve("repositories").toFile().list().length, "both heads of alice and one of bob");
    }

    /** Another command may be between its download and its selection. */
    @Test
    void stagedFilesAreKeptForAnHour() throws Exception {
        Path staged = staged(alice, publish(alice, "1.0.0")).staged().orElseThrow();
        cache.retainOnly(trustFile);
        assertTrue(Files.isDirectory(staged));
        Files.setLastModifiedTime(staged, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
        cache.retainOnly(trustFile);
        assertFalse(Files.exists(staged), "a killed command has left it");
    }

    private FetchedRepository staged(TestPublisher publisher, VerifiedRepository state) {
        ReadOnceSource source = new ReadOnceSource(new DirectorySource(repository(publisher)));
        return new FetchedRepository(
                publisher.key().ss58(), "a", state, Optional.of(cache.stage(state.headSha256(), source)));
    }

    /** Another head of the sequence 1. */
    private VerifiedRepository fetchFork(TestPublisher publisher) {
        Path other = folder.resolve("fork");
        publisher.publish(other, jar(folder, "my.hold", "1.0.0", "other"));
        return fetcher().fetch(publisher(publisher, "alice"), "lp", List.of(other.toString()));
    }

    private VerifiedRepository fetch(TestPublisher publisher, String version) {
        publish(publisher, version);
        Trust.Publisher trusted =
                trustFile.read().publisher(publisher.key().ss58()).orElseThrow();
        return fetcher().fetch(trusted, "lp", List.of(repository(publisher).toString()));
    }

    private RepositoryFetcher fetcher() {
        return new RepositoryFetcher(trustFile, cache, address -> new DirectorySource(Path.of(address)));
    }

    private VerifiedRepository publish(TestPublisher publisher, String version) {
        return publisher.publish(repository(publisher), jar(folder, "my.hold", version, "a"));
    }

    private Path repository(TestPublisher publisher) {
        return folder.resolve(publisher.key().ss58());
    }

    private Path copy(VerifiedRepository repository) {
        return data.resolve("repositories").resolve(repository.headSha256());
    }

    private static Trust.Publisher publisher(TestPublisher publisher, String alias) {
        return new Trust.Publisher(publisher.key().ss58(), alias, Optional.empty(), Optional.empty(), List.of());
    }
}
