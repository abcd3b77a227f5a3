package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.NOW;
import static weir.share.TestPublisher.jar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.share.TestPublisher;
import weir.share.repository.VerifiedRepository;

/** Which heads are accepted. Each attack is made by a web server, and each stands beside a good fetch. */
class RepositoryFetcherTest extends FetchFixture {

    @Test
    void fetchedStateIsPinnedAndReadWithoutAConnection() {
        VerifiedRepository fetched = fetch();
        assertEquals(1, fetched.head().sequence());
        stop();
        Trust.Publisher publisher = publisher();
        assertEquals(
                List.of(new Trust.Repository(
                        "lp",
                        List.of(server.address()),
                        1,
                        fetched.headSha256(),
                        Optional.of(fetched.head().expires()),
                        List.of())),
                publisher.repositories());
        assertEquals(
                Optional.of(fetched),
                cache().read(publisher, publisher.repositories().get(0)));
    }

    @Test
    void newStateReplacesTheOldOneAndItsCopy() throws IOException {
        VerifiedRepository first = fetch();
        alice.publish(repository, jar(folder, "my.hold", "1.1.0", "a"));
        VerifiedRepository second = fetch();
        assertEquals(2, second.bundles().size());
        assertEquals(List.of(second.headSha256()), copies());
        assertFalse(copies().contains(first.headSha256()));
        alice.publish(repository);
        alice.publish(repository);
        assertEquals(4, fetch().head().sequence(), "heads may be missed");
    }

    @Test
    void alteredIndexIsReportedAndTheOtherMirrorIsUsed() throws Exception {
        byte[] altered = Files.readAllBytes(repository.resolve("index.xml"));
        altered[altered.length / 2] ^= 1;
        server.on("index.xml", altered);
        WeirException failure = assertThrows(WeirException.class, this::fetch);
        assertTrue(failure.getMessage().matches("(?s).*has the hash [0-9a-f]{64}, expected is [0-9a-f]{64}.*"));
        assertEquals(List.of(), copies());
        assertEquals(List.of(), publisher().repositories());

        VerifiedRepository fetched = fetcher.fetch(publisher(), "lp", List.of(server.address(), mirror.address()));
        assertEquals(1, fetched.bundles().size());
        assertEquals(
                List.of(mirror.address()), publisher().repositories().get(0).urls());
    }

    @Test
    void headOfAnotherPublisherIsRejectedWithBothKeys() {
        TestPublisher mallory = new TestPublisher(2);
        Path other = folder.resolve("other");
        mallory.publish(other, jar(folder, "my.hold", "1.0.0", "b"));
        assertFails("is signed by " + mallory.key() + ", trusted is " + alice.key(), () -> fetchFrom(other));
        assertEquals(List.of(), publisher().repositories());
        assertEquals(1, fetch().head().sequence());
    }

    @Test
    void otherRepositoryOfThePublisherIsNotTakenForThisOne() {
        assertFails(
                "is the repository lp, not best", () -> fetcher.fetch(publisher(), "best", List.of(server.address())));
    }

    @Test
    void rollbackIsRejectedAndThePinSurvives() throws Exception {
        Path old = folder.resolve("old");
        copy(repository, old);
        alice.publish(repository, jar(folder, "my.hold", "1.1.0", "a"));
        VerifiedRepository newest = fetch();
        trustFile = new TrustFile(folder.resolve("home/conf"), folder.resolve("home/data"), () -> NOW);
        fetcher = fetcher(Duration.ofSeconds(60));
        try (HostileServer hostile = new HostileServer(old)) {
            assertFails(
                    "has the old sequence 1 of lp; known is 2",
                    () -> fetcher.fetch(publisher(), "lp", List.of(hostile.address())));
            assertEquals(newest.headSha256(), publisher().repositories().get(0).head());
            assertEquals(
                    newest,
                    fetcher.fetch(publisher(), "lp", List.of(hostile.address(), server.address())),
                    "the other mirror");
        }
    }

    @Test
    void twoHeadsOfOneSequenceFreezeThePublisherAndAreKept() throws Exception {
        VerifiedRepository first = fetch();
        Path fork = folder.resolve("fork");
        VerifiedRepository second = alice.publish(fork, jar(folder, "my.hold", "1.0.0", "other"));
        assertFails(
                "is frozen: it signed two heads of sequence 1 of lp: " + first.headSha256() + " and "
                        + second.headSha256(),
                () -> fetchFrom(fork));
        assertEquals(Stream.of(first.headSha256(), second.headSha256()).sorted().toList(), copies());
        alice.publish(repository);
        assertFails("is frozen", this::fetch);
        assertEquals(1, publisher().repositories().get(0).sequence());
    }

    @Test
    void headThatDoesNotFollowTheKnownOneFreezesThePublisher() {
        fetch();
        Path fork = folder.resolve("fork");
        alice.publish(fork, jar(folder, "my.hold", "1.0.0", "other"));
        alice.publish(fork);
        assertFails("of lp does not follow head", () -> fetchFrom(fork));
        assertTrue(publisher().frozen().isPresent());
    }

    /** Fetches from a web server that has this directory. */
    private VerifiedRepository fetchFrom(Path directory) {
        try (HostileServer hostile = new HostileServer(directory)) {
            return fetcher.fetch(publisher(), "lp", List.of(hostile.address()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
