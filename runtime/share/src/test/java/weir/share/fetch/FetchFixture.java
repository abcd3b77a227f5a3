package weir.share.fetch;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.share.TestPublisher;
import weir.share.http.DownloadProgress;
import weir.share.http.HeaderFile;
import weir.share.repository.VerifiedRepository;

/** A repository of alice, on a server and on a mirror, and a home that trusts her. */
abstract class FetchFixture {

    @TempDir
    Path folder;

    final TestPublisher alice = new TestPublisher(1);
    Path repository;
    HostileServer server;
    HostileServer mirror;
    TrustFile trustFile;
    RepositoryFetcher fetcher;

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

    RepositoryFetcher fetcher(Duration timeout) {
        return new RepositoryFetcher(
                trustFile, cache(), SourceAddress.opener(HeaderFile.NONE, DownloadProgress.NONE, timeout));
    }

    RepositoryCache cache() {
        return new RepositoryCache(folder.resolve("home/data"));
    }

    VerifiedRepository fetch() {
        return fetcher.fetch(publisher(), "lp", List.of(server.address()));
    }

    Trust.Publisher publisher() {
        return trustFile.read().publisher("alice").orElseThrow();
    }

    byte[] read(String file) {
        try {
            return Files.readAllBytes(repository.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> copies() throws IOException {
        Path copies = folder.resolve("home/data/repositories");
        if (!Files.exists(copies)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(copies)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    static void assertFails(String words, Executable action) {
        WeirException failure = assertThrows(WeirException.class, action);
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
        assertFalse(failure.remedy().isEmpty());
    }
}
