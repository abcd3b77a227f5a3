package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.NOW;
import static weir.share.TestPublisher.jar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.share.TestPublisher;
import weir.share.http.DownloadProgress;
import weir.share.http.HeaderFile;
import weir.share.repository.VerifiedRepository;

/** Attacks on the way between a publisher and its users. Each is made by a web server, and each stands beside a good fetch. */
class RepositoryFetcherTest {

    @TempDir
    Path folder;

    private final TestPublisher alice = new TestPublisher(1);
    private Path repository;
    private HostileServer server;
    private HostileServer mirror;
    private TrustFile trustFile;
    private RepositoryFetcher fetcher;

    @BeforeEach
    void publish() throws IOException {
        repository = folder.resolve("repository");
        alice.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        server = new HostileServer(repository);
        mirror = new HostileServer(repository);
        trustFile = new TrustFile(folder.resolve("home/conf"), folder.resolve("home/data"), () -> NOW);
        trustFile.update(
                "trust alice",
                trust -> trust.with(new Trust.Publisher(
                        alice.key().ss58(), "alice", Optional.empty(), Optional.empty(), List.of())));
        fetcher = fetcher(Duration.ofSeconds(60));
    }

    @AfterEach
    void stop() {
        server.close();
        mirror.close();
    }

    private RepositoryFetcher fetcher(Duration timeout) {
        return new RepositoryFetcher(
                trustFile, cache(), SourceAddress.opener(HeaderFile.NONE, DownloadProgress.NONE, timeout));
    }

    private RepositoryCache cache() {
        return new RepositoryCache(folder.resolve("home/data"));
    }

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
    void headOfAStrangerIsRejectedWithBothKeys() {
        TestPublisher stranger = new TestPublisher(2);
        Path other = folder.resolve("other");
        stranger.publish(other, jar(folder, "my.hold", "1.0.0", "b"));
        assertFails(
                "is signed by " + stranger.key() + ", trusted is " + alice.key(),
                () -> fetcher.fetch(publisher(), "lp", List.of(other.toString())));
    }

    @Test
    void otherRepositoryOfThePublisherIsNotTakenForThisOne() {
        assertFails(
                "is the repository lp, not best", () -> fetcher.fetch(publisher(), "best", List.of(server.address())));
    }

    @Test
    void rollbackIsRefusedAndThePinSurvives() throws Exception {
        Path old = folder.resolve("old");
        copy(repository, old);
        alice.publish(repository, jar(folder, "my.hold", "1.1.0", "a"));
        VerifiedRepository newest = fetch();
        trustFile = new TrustFile(folder.resolve("home/conf"), folder.resolve("home/data"), () -> NOW);
        fetcher = fetcher(Duration.ofSeconds(60));
        assertFails(
                "has the old sequence 1 of lp; known is 2",
                () -> fetcher.fetch(publisher(), "lp", List.of(old.toString())));
        assertEquals(newest.headSha256(), publisher().repositories().get(0).head());
        assertEquals(
                newest,
                fetcher.fetch(publisher(), "lp", List.of(old.toString(), server.address())),
                "the other mirror");
    }

    @Test
    void twoHeadsOfOneSequenceFreezeThePublisherAndAreKept() throws Exception {
        VerifiedRepository first = fetch();
        Path fork = folder.resolve("fork");
        VerifiedRepository second = alice.publish(fork, jar(folder, "my.hold", "1.0.0", "other"));
        assertFails(
                "is frozen: it signed two heads of sequence 1 of lp: " + first.headSha256() + " and "
                        + second.headSha256(),
                () -> fetcher.fetch(publisher(), "lp", List.of(fork.toString())));
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
        assertFails("of lp does not follow head", () -> fetcher.fetch(publisher(), "lp", List.of(fork.toString())));
        assertTrue(publisher().frozen().isPresent());
    }

    @Test
    void redirectToAnotherHostOrSchemeIsRefused() {
        server.redirect("index.xml", mirror.address() + "/index.xml");
        assertFails("redirects to http://127.0.0.1:", this::fetch);
        assertEquals(Set.of(), mirror.requested());
        server.redirect("index.xml", "https://127.0.0.1/index.xml");
        assertFails("redirects to https://127.0.0.1, which is another host or scheme", this::fetch);
        server.redirect("index.xml", "file:///etc/passwd");
        assertFails("redirects to file://", this::fetch);
        server.redirect("index.xml", "/repository/index.xml");
        assertFails("redirects more than 3 times", this::fetch);
        server.redirect("index.xml", "moved.xml");
        server.on("moved.xml", read("index.xml"));
        assertEquals(1, fetch().head().sequence());
    }

    /** The index may have the size that the head states; the server sends without an end. */
    @Test
    void endlessDataEndsAtTheStatedSize() {
        AtomicLong sent = new AtomicLong();
        server.on("index.xml", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[1 << 16];
            Arrays.fill(block, (byte) ' ');
            try (var out = exchange.getResponseBody()) {
                while (true) {
                    sent.addAndGet(block.length);
                    out.write(block); // ends with an exception when the client closes the connection
                }
            }
        });
        assertFails("it has more than " + read("index.xml").length + " bytes", this::fetch);
        assertTrue(sent.get() < 64 << 20, "the rest is in the buffers of the connection: " + sent);
    }

    @Test
    void slowServerIsGivenUpAndTheMirrorIsUsed() {
        CountDownLatch ended = new CountDownLatch(1);
        server.on("index.xml", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        fetcher = fetcher(Duration.ofSeconds(1));
        assertFails("it did not arrive within 1 s", this::fetch);
        assertEquals(
                1,
                fetcher(Duration.ofSeconds(60))
                        .fetch(publisher(), "lp", List.of(mirror.address()))
                        .head()
                        .sequence());
        ended.countDown();
    }

    @Test
    void errorsOfServersAreNamedAndTheKnownStateStays() {
        VerifiedRepository known = fetch();
        server.on("weir.json", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        mirror.on("weir.json", "<html>".getBytes(StandardCharsets.UTF_8));
        WeirException failure = assertThrows(
                WeirException.class,
                () -> fetcher.fetch(
                        publisher(), "lp", List.of(server.address(), mirror.address(), "http://127.0.0.1:1")));
        assertTrue(failure.getMessage().contains("the server answered with status 500"), failure.getMessage());
        assertTrue(failure.getMessage().contains("is not one JSON object"), failure.getMessage());
        assertTrue(failure.getMessage().contains("no connection"), failure.getMessage());
        assertEquals(known.headSha256(), publisher().repositories().get(0).head());
    }

    private VerifiedRepository fetch() {
        return fetcher.fetch(publisher(), "lp", List.of(server.address()));
    }

    private Trust.Publisher publisher() {
        return trustFile.read().publisher("alice").orElseThrow();
    }

    private byte[] read(String file) {
        try {
            return Files.readAllBytes(repository.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> copies() throws IOException {
        Path copies = folder.resolve("home/data/repositories");
        if (!Files.exists(copies)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(copies)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void assertFails(String words, Executable action) {
        WeirException failure = assertThrows(WeirException.class, action);
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
        assertFalse(failure.remedy().isEmpty());
    }
}
