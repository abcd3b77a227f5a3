package weir.share.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.NOW;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.installer.trust.Blocklist;
import weir.installer.trust.Blocklist.Entry;
import weir.installer.trust.Severity;
import weir.installer.trust.TrustFile;
import weir.share.TestPublisher;
import weir.share.fetch.HostileServer;
import weir.share.fetch.SourceAddress;
import weir.share.http.DownloadProgress;
import weir.share.http.HeaderFile;
import weir.share.sign.Messages;

/** A keeper's list on a web server that a test can make hostile. */
class BlocklistTest {

    private static final String HASH = "ab".repeat(32);
    private static final Duration DAYS = Duration.ofDays(30);
    private static final Entry BY_HASH = new Entry(
            "loss", new Blocklist.Content(HASH), Severity.STOP, "loses money", Optional.of("https://a.org/1"));

    @TempDir
    Path folder;

    private final TestPublisher keeper = new TestPublisher(5);
    private final TestPublisher mallory = new TestPublisher(6);
    private Path directory;
    private HostileServer server;
    private TrustFile trustFile;
    private BlocklistFetcher fetcher;

    @BeforeEach
    void create() throws IOException {
        directory = folder.resolve("list");
        writer().create(Optional.of("sn98-watch"), Optional.of(keeper.key()), DAYS, keeper);
        server = new HostileServer(directory);
        trustFile = new TrustFile(folder.resolve("home/conf"), folder.resolve("home/data"), () -> NOW);
        fetcher = new BlocklistFetcher(trustFile, SourceAddress.opener(HeaderFile.NONE, DownloadProgress.NONE));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private BlocklistWriter writer() {
        return new BlocklistWriter(directory, () -> NOW);
    }

    private Blocklist known() {
        return trustFile.read().list("sn98-watch").orElseThrow();
    }

    @Test
    void addedListIsFetchedAgainWithItsNewEntries() {
        Entry byName = new Entry(
                "bob-1",
                new Blocklist.Versions(mallory.key().ss58(), "my.hold", new VersionRange("[1.0,1.2)")),
                Severity.HOLD,
                "late",
                Optional.empty());
        assertEquals(1, fetcher.add(server.address(), keeper.key()).sequence());
        assertEquals(List.of(), known().entries());
        writer().add(BY_HASH, DAYS, keeper);
        writer().add(byName, DAYS, keeper);
        assertEquals(List.of(), fetcher.fetchAll());
        assertEquals(List.of(BY_HASH, byName), known().entries());
        assertEquals(3, known().sequence());
        assertEquals(NOW.plus(DAYS), known().expires());
        writer().remove("loss", DAYS, keeper);
        assertEquals(List.of(), fetcher.fetchAll());
        assertEquals(List.of(byName), known().entries());
    }

    @Test
    void listOfAnotherKeyIsRejected() {
        String message = message(() -> fetcher.add(server.address(), mallory.key()));
        assertTrue(message.contains("is signed by " + keeper.key() + ", trusted is " + mallory.key()), message);
        assertEquals(List.of(), trustFile.read().lists());
    }

    @Test
    void alteredListIsRejectedAndTheKnownStateStays() throws IOException {
        writer().add(BY_HASH, DAYS, keeper);
        fetcher.add(server.address(), keeper.key());
        String content = Files.readString(directory.resolve("blocklist.json"));
        server.on("blocklist.json", content.replace("stop", "warn").getBytes(StandardCharsets.UTF_8));
        assertTrue(problem().contains("is a signature of 'weir-list-v1:"), problem());
        assertEquals(Severity.STOP, known().entries().get(0).action());
    }

    /** A server that hides an entry again, or that shows nothing at all, does not lift it. */
    @Test
    void oldOrMissingStateDoesNotLiftAnEntry() throws IOException {
        byte[] old = Files.readAllBytes(directory.resolve("blocklist.json"));
        byte[] oldSignature = Files.readAllBytes(directory.resolve("blocklist.json.sig"));
        writer().add(BY_HASH, DAYS, keeper);
        fetcher.add(server.address(), keeper.key());
        server.on("blocklist.json", old).on("blocklist.json.sig", oldSignature);
        assertTrue(problem().contains("has the old sequence 1 of the blocklist sn98-watch; known is 2"), problem());
        String added = message(() -> fetcher.add(server.address(), keeper.key()));
        assertTrue(added.contains("old sequence 1"), added);
        server.close();
        assertTrue(problem().contains("cannot read blocklist.json"), problem());
        assertEquals(List.of(BY_HASH), known().entries());
    }

    @Test
    void twoStatesOfOneSequenceAreRejected() throws IOException {
        fetcher.add(server.address(), keeper.key());
        String fork = Files.readString(directory.resolve("blocklist.json")).replace("2026-12", "2027-12");
        serve(fork);
        assertTrue(problem().contains("has signed two states of sequence 1"), problem());
    }

    /** The keeper cannot express them, so the test signs them itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"x\",\"match\":{\"name\":\"my.hold\",\"versions\":\"[1,2)\"},\"action\":\"stop\",\"reason\":\"r\"}",
                "{\"id\":\"x\",\"match\":{\"sha256\":\"HASH\"},\"action\":\"delete\",\"reason\":\"r\"}",
                "{\"id\":\"x\",\"match\":{\"sha256\":\"HASH\"},\"action\":\"install\",\"reason\":\"r\"}",
                "{\"id\":\"x\",\"match\":{\"sha256\":\"*\"},\"action\":\"stop\",\"reason\":\"r\"}",
                "{\"id\":\"x\",\"match\":{},\"action\":\"stop\",\"reason\":\"r\"}",
                "{\"id\":\"x\",\"match\":{\"sha256\":\"HASH\"},\"action\":\"stop\",\"reason\":\"a\\nb\"}"
            })
    void malformedEntryBlocksNothingAndDoesNotStopItsNeighbours(String malformed) {
        writer().add(BY_HASH, DAYS, keeper);
        fetcher.add(server.address(), keeper.key());
        serve("{\"format\":1,\"list\":\"sn98-watch\",\"keeper\":\""
                + keeper.key().ss58()
                + "\",\"sequence\":7,\"expires\":\"2027-01-01T00:00:00Z\",\"entries\":["
                + malformed.replace("HASH", HASH)
                + ",{\"id\":\"good\",\"match\":{\"sha256\":\"" + HASH
                + "\"},\"action\":\"warn\",\"reason\":\"r\"}]}");
        List<BlocklistFetcher.Problem> problems = fetcher.fetchAll();
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).message().contains("entries."), problems::toString);
        assertEquals(List.of("good"), known().entries().stream().map(Entry::id).toList());
    }

    @Test
    void rogueKeeperIsStoppedByRemovingItsList() {
        writer().add(BY_HASH, DAYS, keeper);
        fetcher.add(server.address(), keeper.key());
        trustFile.update("remove", trust -> trust.without(known()));
        assertEquals(List.of(), fetcher.fetchAll());
        assertEquals(List.of(), trustFile.read().lists());
    }

    @Test
    void nameBlocksOnlyTheVersionsOfItsPublisher() {
        Blocklist list = new Blocklist(
                "u",
                "l",
                "5K",
                1,
                "",
                NOW,
                List.of(new Entry(
                        "x",
                        new Blocklist.Versions("5F", "my.hold", new VersionRange("[1.0,1.2)")),
                        Severity.WARN,
                        "r",
                        Optional.empty())));
        Version version = new Version("1.1.0");
        assertEquals(
                1, list.matching(HASH, "my.hold", version, Optional.of("5F")).size());
        assertEquals(
                0, list.matching(HASH, "my.hold", version, Optional.of("5G")).size());
        assertEquals(
                0, list.matching(HASH, "my.hold", version, Optional.empty()).size());
        assertEquals(0, list.matching(HASH, "other", version, Optional.of("5F")).size());
        assertEquals(
                0,
                list.matching(HASH, "my.hold", new Version("1.2.0"), Optional.of("5F"))
                        .size());
    }

    @Test
    void signatureOfAnotherKindIsRejected() {
        fetcher.add(server.address(), keeper.key());
        byte[] content = "{}".getBytes(StandardCharsets.UTF_8);
        String list = Messages.list(keeper.key(), "a", 1, Sha256.of(content));
        String head = Messages.head(keeper.key(), "a", 1, Sha256.of(content));
        WeirException rejected =
                assertThrows(WeirException.class, () -> keeper.sign(head).verify("list", list, keeper.key()));
        assertTrue(rejected.getMessage().contains("no valid signature"), rejected.getMessage());
        keeper.sign(list).verify("list", list, keeper.key());
    }

    private void serve(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        BlocklistFile file = BlocklistFile.parse("test", bytes);
        String message = Messages.list(keeper.key(), file.name(), file.sequence(), Sha256.of(bytes));
        server.on("blocklist.json", bytes)
                .on("blocklist.json.sig", keeper.sign(message).toBytes(message));
    }

    private String problem() {
        List<BlocklistFetcher.Problem> problems = fetcher.fetchAll();
        assertEquals(1, problems.size());
        return problems.get(0).message();
    }

    private static String message(Executable action) {
        return assertThrows(WeirException.class, action).getMessage();
    }
}
