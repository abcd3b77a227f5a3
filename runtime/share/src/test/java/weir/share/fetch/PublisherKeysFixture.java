package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static weir.share.TestPublisher.NOW;
import static weir.share.TestPublisher.jar;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.protocol.PublicKey;
import weir.share.TestPublisher;
import weir.share.fetch.SharedBundle.Wanted;
import weir.share.http.DownloadProgress;
import weir.share.http.HeaderFile;
import weir.share.publisher.PublisherFile;
import weir.share.publisher.PublisherWriter;
import weir.share.publisher.PublisherWriter.Change;
import weir.share.repository.DirectorySource;
import weir.share.repository.RepositoryHead;
import weir.share.repository.RepositorySource;
import weir.share.repository.VerifiedRepository;
import weir.share.sign.Messages;

/** A publisher with a coldkey whose hotkey may be stolen, and a user, over a web server that the thief may control. */
abstract class PublisherKeysFixture {

    static final Map<String, Version> API =
            Map.of("weir.strategy", new Version("1.99.0"), "weir.uniswap.v3", new Version("1.99.0"));

    @TempDir
    Path folder;

    final TestPublisher hotkey = new TestPublisher(1);
    final TestPublisher coldkey = new TestPublisher(2);
    final TestPublisher successor = new TestPublisher(3);
    final TestPublisher mallory = new TestPublisher(4);
    Path repository;
    HostileServer server;
    TrustFile trustFile;
    RepositoryFetcher fetcher;
    Instant now = NOW;

    @BeforeEach
    void publish() throws IOException {
        repository = folder.resolve("repository");
        hotkey.publish(repository, jar(folder, "my.hold", "1.0.0", "a"));
        write(coldkey, add(hotkey.key()));
        server = new HostileServer(repository);
        trustFile = new TrustFile(folder.resolve("home/conf"), folder.resolve("home/data"), () -> NOW);
        trust(Optional.of(coldkey.key().ss58()));
        fetcher =
                new RepositoryFetcher(trustFile, new RepositoryCache(folder.resolve("home/data")), source(), () -> now);
        fetch();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    void trust(Optional<String> pinned) {
        trustFile.update(
                "trust",
                trust -> trust.with(
                        new Trust.Publisher(hotkey.key().ss58(), "alice", pinned, Optional.empty(), List.of())));
    }

    static Change add(PublicKey key) {
        return new Change(Optional.of(key), Optional.empty(), Optional.empty(), 0, "");
    }

    Change revoke(long floor) {
        return new Change(Optional.of(successor.key()), Optional.empty(), Optional.of(hotkey.key()), floor, "stolen");
    }

    PublisherFile write(TestPublisher key, Change change) {
        return new PublisherWriter(repository, () -> NOW).write(Optional.of(key.key()), change, key);
    }

    Trust.Publisher alice() {
        return trustFile.read().publisher("alice").orElseThrow();
    }

    VerifiedRepository fetch() {
        return fetcher.fetch(alice(), "lp", List.of(server.address()));
    }

    String problem() {
        return assertThrows(WeirException.class, this::fetch).getMessage();
    }

    /** The thief serves a head with a high sequence, so that users reject all later heads of the publisher. */
    void fastForward() {
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

    void returnServer() throws IOException {
        server.close();
        server = new HostileServer(repository);
    }

    KnownRepository known() {
        Trust.Repository known = alice().repositories().get(0);
        return new KnownRepository(
                alice(),
                known,
                new RepositoryCache(folder.resolve("home/data"))
                        .read(alice(), known)
                        .orElseThrow());
    }

    static Wanted wanted(String text) {
        return Wanted.parse(text, Optional.empty(), false);
    }

    static Function<String, RepositorySource> source() {
        return SourceAddress.opener(HeaderFile.NONE, DownloadProgress.NONE);
    }
}
