package weir.installer.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.VersionRange;
import weir.base.WeirException;
import weir.installer.trust.Trust.Publisher;
import weir.installer.trust.Trust.Repository;
import weir.isolation.Level;

class TrustFileTest {

    private static final Publisher ALICE = new Publisher(
            "5F",
            "alice",
            Optional.of("5C"),
            Optional.of("two heads"),
            List.of(
                    new Repository(
                            "lp",
                            List.of("https://a.org", "/b"),
                            3,
                            "ab",
                            Optional.of(Instant.EPOCH),
                            List.of(new Yank("ef", Severity.HOLD, "late", Optional.of("1.1.0"), true))),
                    new Repository("x", List.of(), 1, "c")),
            7,
            List.of("5E"),
            new Isolation(Level.EXTERNAL, List.of("runsc", "do")));

    private static final String BOB = "{\"ss58\":\"5G\",\"alias\":\"bob\",\"repositories\":[]";

    @TempDir
    Path home;

    private TrustFile file() {
        return new TrustFile(home.resolve("conf"), home.resolve("data"), () -> Instant.EPOCH);
    }

    @Test
    void changedTrustIsReadAgainAndJournaled() throws Exception {
        assertEquals(new Trust(List.of()), file().read());
        file().update("trust alice", trust -> trust.with(ALICE));
        file().update(
                        "trust bob",
                        trust -> trust.with(new Publisher("5G", "bob", Optional.empty(), Optional.empty(), List.of())));
        file().update("nothing", trust -> trust);
        assertEquals(Optional.of(ALICE), file().read().publisher("alice"));
        assertEquals(Optional.of(ALICE), file().read().publisher("5F"));
        file().update("remove alice", trust -> trust.without(ALICE));
        assertEquals(
                List.of("5G"),
                file().read().publishers().stream().map(Publisher::ss58).toList());
        assertEquals(List.of("trust alice", "trust bob", "remove alice"), journal());
    }

    @Test
    void blocklistsAndAllowedJarsAreReadAgain() {
        Blocklist list = new Blocklist(
                "https://w.org",
                "watch",
                "5K",
                9,
                "cd",
                Instant.EPOCH,
                List.of(
                        new Blocklist.Entry(
                                "a", new Blocklist.Content("ab"), Severity.STOP, "r", Optional.of("https://w.org/a")),
                        new Blocklist.Entry(
                                "b",
                                new Blocklist.Versions("5F", "my.hold", new VersionRange("[1.0.0,2.0.0)")),
                                Severity.WARN,
                                "r",
                                Optional.empty())));
        Trust.Allowed allowed = new Trust.Allowed("ab", "tested");
        Trust written =
                file().update("all", trust -> trust.with(list).with(allowed).with(ALICE));
        assertEquals(written, file().read());
        assertEquals(new Trust(List.of(ALICE), List.of(list), List.of(allowed)), file().read());
        file().update("none", trust -> trust.without(list).withoutAllowed("ab"));
        assertEquals(new Trust(List.of(ALICE)), file().read());
    }

    /** Weir 0.2 has written no level. */
    @Test
    void publisherWithoutALevelIsFenced() throws Exception {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/trust.json"), "{\"format\":1,\"publishers\":[" + BOB + "}]}");
        assertEquals(
                Level.FENCED,
                file().read().publisher("bob").orElseThrow().isolation().level());
        for (Level level : List.of(Level.HOST, Level.SEPARATE, Level.FENCED)) {
            file().update(
                            "isolate bob",
                            trust -> trust.with(
                                    trust.publisher("bob").orElseThrow().withIsolation(new Isolation(level))));
            assertEquals(
                    level,
                    file().read().publisher("bob").orElseThrow().isolation().level());
        }
    }

    @Test
    void onlyPureBundlesRunInTheHost() {
        Isolation host = new Isolation(Level.HOST);
        assertEquals(host, host.forBundle(true));
        assertEquals(Isolation.DEFAULT, host.forBundle(false));
        for (Isolation other : List.of(new Isolation(Level.SEPARATE), ALICE.isolation())) {
            assertEquals(other, other.forBundle(true));
            assertEquals(other, other.forBundle(false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\0b", "a\u001bb"})
    void wrapperCommandWithAControlCharacterIsRejected(String word) {
        assertEquals(List.of("my wrapper", "x"), new Isolation(Level.EXTERNAL, List.of("my wrapper", "x")).wrapper());
        assertThrows(IllegalArgumentException.class, () -> new Isolation(Level.EXTERNAL, List.of("runsc", word)));
    }

    @Test
    void successorAndFrozenPublisherKeepTheirLevel() {
        assertEquals(ALICE.isolation(), ALICE.successor("5N", 8, 1).isolation());
        assertEquals(ALICE.isolation(), ALICE.frozen("two heads").withSerial(9).isolation());
        assertEquals(ALICE.isolation(), ALICE.withoutRepository("lp").isolation());
    }

    @Test
    void severalChangesHaveALineEachAndTheFileIsWrittenOnce() throws Exception {
        Publisher bob = new Publisher("5G", "bob", Optional.empty(), Optional.empty(), List.of());
        Trust written = file().update(List.of(
                new TrustFile.Change("trust alice", trust -> trust.with(ALICE)),
                new TrustFile.Change("nothing", trust -> trust),
                new TrustFile.Change("trust bob", trust -> trust.with(bob))));
        assertEquals(new Trust(List.of(ALICE, bob)), written);
        assertEquals(written, file().read());
        assertEquals(List.of("trust alice", "trust bob"), journal());
    }

    @Test
    void lineThatAKilledProcessHasLeftIncompleteDoesNotDamageTheNext() throws Exception {
        file().update("trust alice", trust -> trust.with(ALICE));
        Path journal = home.resolve("data/trust.jsonl");
        Files.writeString(journal, "{\"at\":\"2026", StandardOpenOption.APPEND);
        file().update("remove alice", trust -> trust.without(ALICE));
        assertEquals(List.of("trust alice", "{\"at\":\"2026", "remove alice"), journal());
    }

    private List<String> journal() throws IOException {
        return Files.readAllLines(home.resolve("data/trust.jsonl")).stream()
                .map(line -> line.replaceFirst(".*\"action\":\"([^\"]*)\"}", "$1"))
                .toList();
    }

    @Test
    void rejectedChangeLeavesTheFile() throws Exception {
        file().update("trust alice", trust -> trust.with(ALICE));
        String before = Files.readString(home.resolve("conf/trust.json"));
        assertThrows(WeirException.class, () -> file().update("bad", trust -> {
            throw WeirException.usage("refused", "Do not.");
        }));
        assertEquals(before, Files.readString(home.resolve("conf/trust.json")));
        file().update("again", trust -> trust.without(ALICE)); // the lock is free
    }

    /** A second process would wait for the lock of the file; threads of one process must not overlap either. */
    @Test
    void concurrentChangesAreAllKept() {
        IntStream.range(0, 20).parallel().forEach(i -> file().update(
                        "add " + i,
                        trust -> trust.with(
                                new Publisher("5" + i, "p" + i, Optional.empty(), Optional.empty(), List.of()))));
        assertEquals(20, file().read().publishers().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"format\":2,\"publishers\":[]}",
                "{\"format\":1}",
                "{\"format\":1,\"publishers\":{}}",
                "{\"format\":1,\"publishers\":[{\"alias\":\"a\"}]}",
                "{\"format\":1,\"publishers\":[3]}",
                "{\"format\":1,\"publishers\":[" + BOB + ",\"isolation\":\"open\"}]}",
                "{\"format\":1,\"publishers\":[" + BOB + ",\"isolation\":\"HOST\"}]}",
                "{\"format\":1,\"publishers\":[" + BOB + ",\"isolation\":7}]}",
                "{\"format\":1,\"publishers\":[" + BOB + ",\"isolation\":\"external\"}]}",
                "{\"format\":1,\"publishers\":[" + BOB + ",\"isolation\":\"external\",\"wrapper\":[\"\"]}]}",
                "{\"format\":1,\"publishers\":[" + BOB + ",\"isolation\":\"fenced\",\"wrapper\":[\"runsc\"]}]}",
                "{\"format\":1,\"publishers\":[" + BOB + ",\"wrapper\":[\"runsc\"]}]}",
                "{\"format\":1,\"publishers\":[],\"allowed\":[{}]}",
                "{\"format\":1,\"publishers\":[],\"lists\":[{\"url\":\"u\"}]}",
                "{\"format\":"
            })
    void damagedFileIsReportedAndNotReplaced(String content) throws Exception {
        Files.createDirectories(home.resolve("conf"));
        Path path = Files.writeString(home.resolve("conf/trust.json"), content);
        WeirException damaged = assertThrows(WeirException.class, () -> file().read());
        assertTrue(damaged.getMessage().contains("trust.json is damaged"), damaged.getMessage());
        assertThrows(WeirException.class, () -> file().update("x", trust -> trust.with(ALICE)));
        assertEquals(content, Files.readString(path));
        assertFalse(Files.exists(home.resolve("data/trust.jsonl")));
    }
}
