package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.cli.CommandRunner;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;
import weir.fixtures.host.WeirCommand.Result;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Platform;
import weir.protocol.PublicKey;
import weir.share.repository.RepositoryVerification;
import weir.share.repository.VerifiedRepository;

/**
 * Kills the processes of {@code weir publish}, {@code install}, {@code update} and {@code update --check} when the n-th change of a file is seen. Afterwards the
 * disk has the old or the new state, and the same command completes. {@code -Dweir.share.kills=20} kills each command at each of its changes.
 */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class ShareKillTest {

    private static final int KILLS = Integer.getInteger("weir.share.kills", 1);
    /** No command changes more files; a kill at a later change never happens. */
    private static final int MAX_CHANGES = 20;

    @TempDir
    Path folder;

    private PublishedHold alice;
    private Path home;

    @BeforeEach
    void publishFirst() throws Exception {
        alice = new PublishedHold(folder);
        home = folder.resolve("home");
        alice.publish(alice.version("1.0.1"));
    }

    @Test
    void killedPublicationLeavesTheOldOrTheNewHead() throws Exception {
        JarVerifier verifier = new JarVerifier(Platform.in(WeirCommand.INSTALLATION.resolve("system")));
        Optional<PublicKey> key = Optional.of(PublicKey.ofSs58(alice.address));
        int killed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            VerifiedRepository before = RepositoryVerification.verify(alice.repository, key, verifier);
            Path jar = alice.version("1.1." + kill).writeTo(folder.resolve("next.jar"));
            killed += killAtChange(alice.start(jar), change(kill), alice.repository) ? 1 : 0;
            long oldSequence = before.head().sequence();
            try {
                long sequence = RepositoryVerification.verify(alice.repository, key, verifier)
                        .head()
                        .sequence();
                assertTrue(sequence == oldSequence || sequence == oldSequence + 1, sequence + " after " + oldSequence);
            } catch (WeirException e) {
                // Killed while the head was replaced: a reader uses nothing of it, and the author learns what to do.
                assertEquals("Run `weir publish --repo " + alice.repository + "`, which completes it.", e.remedy());
            }
            alice.publish(jar);
            VerifiedRepository after = RepositoryVerification.verify(alice.repository, key, verifier);
            int added = after.bundles().size() - before.bundles().size();
            assertEquals(1, added, "the new version is published once");
            long steps = after.head().sequence() - oldSequence;
            assertTrue(steps == 1 || steps == 2, "sequence " + oldSequence + " and then " + after.head());
        }
        report("publish", killed);
    }

    @Test
    void killedInstallationLeavesTheOldOrTheNewState() throws Exception {
        try (ChildHost host = SharedUpdateTest.startHost(home)) {
            weir("repo", "add", alice.repository.toString(), "--alias", "alice");
            int killed = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                killed += killAtChange(start("install", "weir.hold@1.0.1"), change(kill), home) ? 1 : 0;
                assertStateIsWhole();
                Result again = CommandRunner.run(home, "install", "weir.hold@1.0.1");
                assertTrue(
                        again.exitCode() == 0 || again.err().contains("is in the plugins directory already"),
                        again::toString);
                assertTrue(weir("verify", "weir.hold").contains("signed by alice"));
                weir("uninstall", "weir.hold", "1.0.1");
                delete(home.resolve("data/downloads"));
                delete(home.resolve("data/provenance"));
            }
            report("install", killed);
        }
    }

    @Test
    void killedUpdateLeavesTheOldOrTheNewState() throws Exception {
        try (ChildHost host = SharedUpdateTest.startHost(home)) {
            weir("repo", "add", alice.repository.toString(), "--alias", "alice");
            weir("install", "weir.hold@1.0.1");
            int killed = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                alice.publish(alice.version("1.1." + kill));
                killed += killAtChange(start("update", "weir.hold", "--days", "0"), change(kill), home) ? 1 : 0;
                assertStateIsWhole();
                weir("update", "weir.hold", "--days", "0");
                assertTrue(weir("strategies").contains("weir.hold_1.1." + kill + ".jar"));
                if (kill > 0) {
                    weir("uninstall", "weir.hold", "1.1." + (kill - 1));
                }
            }
            report("update", killed);
        }
    }

    /** The pin of the newest head never goes back, so an old head is rejected after a kill, too. */
    @Test
    void killedCheckLeavesTheOldOrTheNewHead() throws Exception {
        weir("repo", "add", alice.repository.toString(), "--alias", "alice");
        int killed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long before = pinned();
            alice.publish(alice.version("1.1." + kill));
            killed += killAtChange(start("update", "--check"), change(kill), home) ? 1 : 0;
            long after = pinned();
            assertTrue(after == before || after == before + 1, after + " after " + before);
            assertTrue(weir("search", "hold").contains("alice/weir.hold"), "the pinned copy is there");
            weir("update", "--check");
            assertEquals(before + 1, pinned());
        }
        report("update --check", killed);
    }

    /** 7 is coprime to the number of changes, so that a short run is spread over the whole command. */
    private static int change(int kill) {
        return kill * 7 % MAX_CHANGES + 1;
    }

    /** Sequence of the newest known head. */
    private long pinned() {
        return JsonParser.parseString(weir("repo", "list", "--json"))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("sequence")
                .getAsLong();
    }

    /** How many kills come before the end depends on the load of the machine. */
    private static void report(String command, int killed) {
        System.out.println(KILLS + " times " + command + ", " + killed + " of them killed before the end");
        assertTrue(killed > 0, "no process was killed before its end");
    }

    private String weir(String... arguments) {
        Result result = CommandRunner.run(home, arguments);
        assertEquals(0, result.exitCode(), result::toString);
        return result.out();
    }

    private Process start(String... arguments) throws IOException {
        return WeirCommand.start(home, folder.resolve("output"), arguments);
    }

    /** Every JAR is one that was published, and every file of the state can be read. */
    private void assertStateIsWhole() throws Exception {
        Set<String> published = new HashSet<>();
        for (Path jar : files(alice.repository.resolve("bundles"), ".jar")) {
            published.add(jar.getFileName().toString().replace(".jar", ""));
        }
        for (Path jar : files(home.resolve("plugins"), ".jar")) {
            if (jar.getFileName().toString().matches("weir\\.hold_.*")) {
                assertTrue(published.contains(Sha256.of(jar)), jar + " is neither the old nor the new version");
            }
        }
        for (Path jar : files(home.resolve("data/downloads"), ".jar")) {
            assertEquals(jar.getFileName().toString().replace(".jar", ""), Sha256.of(jar));
        }
        for (Path file : files(home.resolve("data/provenance"), ".json")) {
            JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        }
        assertTrue(weir("search", "hold").contains("alice/weir.hold"), "the pinned copy is there");
        assertTrue(weir("trust", "list").contains(alice.address));
    }

    /** Kills a process at the n-th change of the files in a directory. Returns whether it was killed. */
    private static boolean killAtChange(Process process, int change, Path directory) throws Exception {
        Map<Path, Object> before = snapshot(directory);
        for (int seen = 0; process.isAlive(); ) {
            Map<Path, Object> now = snapshot(directory);
            if (!now.equals(before) && ++seen == change) {
                process.destroyForcibly();
                break;
            }
            before = now;
            // Leaves the processor to the process.
            Thread.sleep(1);
        }
        return process.waitFor() == 137;
    }

    private static Map<Path, Object> snapshot(Path directory) throws IOException {
        Map<Path, Object> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(path -> !path.toString().contains("/logs/")
                            && !path.toString().contains("felix-cache"))
                    .toList()) {
                try {
                    files.put(file, List.of(Files.size(file), Files.getLastModifiedTime(file)));
                } catch (NoSuchFileException e) {
                    // The process has just deleted it.
                }
            }
        } catch (UncheckedIOException e) {
            return snapshot(directory); // a directory was deleted meanwhile
        }
        return files;
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.toString().endsWith(suffix)).toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        for (Path file : files(directory, "")) {
            if (Files.isRegularFile(file)) {
                Files.delete(file);
            }
        }
    }
}
