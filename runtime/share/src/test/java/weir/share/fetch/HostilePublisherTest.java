package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.NOW;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.fixtures.JarBuilder;
import weir.installer.trust.Severity;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.installer.trust.Yank;
import weir.share.TestPublisher;
import weir.share.fetch.SharedBundle.Wanted;
import weir.share.http.DownloadProgress;
import weir.share.http.HeaderFile;
import weir.share.repository.RepositoryHead;
import weir.share.repository.RepositoryIndex;
import weir.share.repository.VerifiedRepository;
import weir.share.sign.Messages;

/** A trusted publisher, or a thief of its key, signs a hostile index. Nothing outside of the repository is asked, and nothing is stored. */
class HostilePublisherTest {

    private static final Map<String, Version> API =
            Map.of("weir.strategy", new Version("1.99.0"), "weir.uniswap.v3", new Version("1.99.0"));

    @TempDir
    Path folder;

    private final TestPublisher alice = new TestPublisher(1);
    private Path repository;
    private HostileServer server;
    private TrustFile trustFile;
    private RepositoryFetcher fetcher;

    @BeforeEach
    void publish() throws IOException {
        repository = folder.resolve("repository");
        alice.publish(repository, TestPublisher.jar(folder, "my.hold", "1.0.0", "a"));
        server = new HostileServer(repository);
        trustFile = new TrustFile(folder.resolve("home/conf"), folder.resolve("home/data"), () -> NOW);
        trustFile.update(
                "trust",
                trust -> trust.with(new Trust.Publisher(
                        alice.key().ss58(), "alice", Optional.empty(), Optional.empty(), List.of())));
        fetcher = new RepositoryFetcher(
                trustFile,
                new RepositoryCache(folder.resolve("home/data")),
                SourceAddress.opener(HeaderFile.NONE, DownloadProgress.NONE));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Replaces the index and signs a head for it. */
    private void signIndex(byte[] index) throws IOException {
        sign(index, List.of());
    }

    private void sign(byte[] index, List<Yank> yanked) throws IOException {
        RepositoryHead before =
                RepositoryHead.parse("weir.json", Files.readAllBytes(repository.resolve(RepositoryHead.FILE)));
        byte[] head = new RepositoryHead(
                        before.publisher(),
                        before.repository(),
                        before.sequence(),
                        before.published(),
                        before.expires(),
                        before.previous(),
                        index.length,
                        Sha256.of(index),
                        yanked)
                .toBytes();
        String message = Messages.head(alice.key(), before.repository(), before.sequence(), Sha256.of(head));
        Files.write(repository.resolve(RepositoryHead.INDEX), index);
        Files.write(repository.resolve(RepositoryHead.FILE), head);
        Files.write(
                repository.resolve(RepositoryHead.SIGNATURE),
                alice.sign(message).toBytes(message));
    }

    private void changeIndex(UnaryOperator<String> change) throws IOException {
        String index = Files.readString(repository.resolve(RepositoryHead.INDEX));
        String changed = change.apply(index);
        assertFalse(index.equals(changed), index);
        signIndex(changed.getBytes(StandardCharsets.UTF_8));
    }

    private VerifiedRepository fetch() {
        return fetcher.fetch(trustFile.read().publisher("alice").orElseThrow(), "lp", List.of(server.address()));
    }

    private byte[] install() {
        VerifiedRepository state = fetch();
        Trust.Publisher publisher = trustFile.read().publisher("alice").orElseThrow();
        KnownRepository known =
                new KnownRepository(publisher, publisher.repositories().get(0), state);
        Wanted wanted = Wanted.parse("my.hold", Optional.empty(), false);
        return SharedBundle.choose(List.of(known), wanted, API, NOW)
                .read(
                        TestPublisher.VERIFIER,
                        new JarCache(folder.resolve("home/data")),
                        SourceAddress.opener(HeaderFile.NONE, DownloadProgress.NONE),
                        warning -> {});
    }

    private void assertNothingIsStored() {
        assertFalse(Files.exists(folder.resolve("home/data/downloads")));
        assertTrue(
                server.requested().keySet().stream().allMatch(path -> path.startsWith("/repository/")),
                server.requested()::toString);
    }

    @Test
    void signedIndexWithoutAttackIsInstalled() throws Exception {
        changeIndex(index -> index.replace("Keeps what it has", "Keeps"));
        assertEquals(Files.size(folder.resolve("my.hold-1.0.0.jar")), install().length);
        assertTrue(Files.exists(folder.resolve("home/data/downloads")));
    }

    @ParameterizedTest
    @CsvSource({
        "bundles/, ../secret/, is not bundles/<sha256>.jar",
        "bundles/, /etc/, is not bundles/<sha256>.jar",
        "bundles/, http://127.0.0.1:1/, is not bundles/<sha256>.jar",
        "<repository, <!DOCTYPE x [<!ENTITY y 'z'>]><repository, it contains '<!'",
        "my.hold, my.h\u043eld, is no bundle name",
        "my.hold, my.ho\u200bld, is no bundle name",
    })
    void hostileIndexIsRejectedBeforeItsContentIsUsed(String from, String to, String words) throws Exception {
        changeIndex(index -> index.replace(from, to));
        assertFails(words, this::fetch);
        assertEquals(
                Set.of("/repository/weir.json", "/repository/weir.json.sig", "/repository/index.xml"),
                server.requested().keySet());
        assertEquals(
                List.of(), trustFile.read().publisher("alice").orElseThrow().repositories());
    }

    @Test
    void oldJarUnderANewVersionIsRejected() throws Exception {
        changeIndex(
                index -> index.replace("value=\"1.0.0\"", "value=\"1.1.0\"").replace("value='1.0.0'", "value='1.1.0'"));
        assertFails("is my.hold 1.0.0", () -> sign110AndInstall());
        assertNothingIsStored();
    }

    /** The author's signature is valid, too; only the content of the JAR shows the lie. */
    @Test
    void withdrawalOfAJarThatIsNotItsOwnIsMarked() throws Exception {
        String own = fetch().bundles().get(0).sha256();
        alice.publish(repository);
        sign(
                Files.readAllBytes(repository.resolve(RepositoryHead.INDEX)),
                List.of(
                        new Yank(own, Severity.STOP, "late", Optional.empty()),
                        new Yank("f".repeat(64), Severity.STOP, "a rival", Optional.empty())));
        fetch();
        List<Yank> yanked = trustFile
                .read()
                .publisher("alice")
                .orElseThrow()
                .repositories()
                .get(0)
                .yanked();
        assertEquals(List.of(true, false), yanked.stream().map(Yank::isIndexed).toList());
    }

    private void sign110AndInstall() throws IOException {
        String hash = fetch().bundles().get(0).sha256();
        String message = Messages.bundle(alice.key(), "my.hold", new Version("1.1.0"), hash);
        Files.write(
                repository.resolve("bundles/" + hash + ".sig"),
                alice.sign(message).toBytes(message));
        install();
    }

    @Test
    void jarThatIsLongerThanItsIndexSaysIsRejected() throws Exception {
        byte[] longer = new byte[1 << 20];
        String path = fetch().bundles().get(0).path();
        server.on(path, longer);
        assertFails("it has more than " + Files.size(folder.resolve("my.hold-1.0.0.jar")) + " bytes", this::install);
        assertNothingIsStored();
    }

    @Test
    void zipBombIsRejected() throws Exception {
        JarBuilder bomb = new JarBuilder()
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", "my.hold")
                .header("Bundle-Version", "1.0.0");
        for (int i = 0; i < 9; i++) {
            bomb.entry("zeros" + i, new byte[32 << 20]);
        }
        byte[] jar = bomb.bytes();
        assertTrue(jar.length < 1 << 20, jar.length + " bytes unpack to 288 MiB");
        String hash = Sha256.of(jar);
        Path file = Files.write(repository.resolve("bundles/" + hash + ".jar"), jar);
        String message = Messages.bundle(alice.key(), "my.hold", new Version("1.0.0"), hash);
        Files.write(
                repository.resolve("bundles/" + hash + ".sig"),
                alice.sign(message).toBytes(message));
        signIndex(RepositoryIndex.write("lp", new TreeMap<>(Map.of(hash, file))));
        assertFails("unpack", this::install);
        assertNothingIsStored();
    }

    private static void assertFails(String words, Executable action) {
        WeirException failure = assertThrows(WeirException.class, action);
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }
}
