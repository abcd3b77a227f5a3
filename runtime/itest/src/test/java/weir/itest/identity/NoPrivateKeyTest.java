package weir.itest.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.Await;
import weir.fixtures.LongForm;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;

/**
 * The process that runs strategies holds no private key, seen from outside: it needs a public file only, opens no private file, and
 * neither its environment nor its heap contains a secret. {@link AccessControlTest} starts it with an address only.
 */
class NoPrivateKeyTest {

    @TempDir
    Path folder;

    @Test
    void hostStartsWithThePublicFileOnly() throws Exception {
        TestWallet wallet = TestWallet.ofPublicFile(folder.resolve("wallets"));
        try (ChildHost host = ChildHost.start(home(), folder, Map.of(), wallet.flags())) {
            assertTrue(host.output().contains("Serving validators as hotkey " + TestWallet.ADDRESS), host.output());
        }
        assertFalse(Files.exists(wallet.hotkey()), "no private file was created");
    }

    /** Opening a pipe for reading blocks until there is a writer; a non-blocking writer fails if there is no reader. */
    @Test
    void noPrivateFileIsOpened() throws Exception {
        TestWallet wallet = TestWallet.ofPublicFile(folder.resolve("wallets"));
        for (Path file : List.of(wallet.hotkey(), wallet.coldkey())) {
            assumeTrue(run("mkfifo", file.toString()) == 0, "SKIPPED: no mkfifo here");
        }
        try (ChildHost host = ChildHost.start(home(), folder, Map.of(), wallet.flags())) {
            assertTrue(host.output().contains("Serving validators as hotkey " + TestWallet.ADDRESS), host.output());
            for (Path file : List.of(wallet.hotkey(), wallet.coldkey())) {
                int written = run("dd", "if=/dev/null", "of=" + file, "oflag=nonblock", "conv=notrunc");
                assertEquals(1, written, "a process is opening " + file);
            }
        }
    }

    /** The trace contains each file that a thread of the host opens, also those that it fails to open. */
    @Test
    @EnabledIfSystemProperty(named = LongForm.PROPERTY, matches = "true")
    void systemCallsOpenNoPrivateFile() throws Exception {
        Path trace = folder.resolve("trace");
        List<String> strace = List.of("strace", "-D", "-f", "--seccomp-bpf", "-e", "trace=/^open", "-s", "4096", "-o");
        assumeTrue(canTrace(strace), "SKIPPED: strace is not installed or may not trace");
        TestWallet wallet = TestWallet.ofPublicFile(folder.resolve("wallets"));
        for (Path file : List.of(wallet.hotkey(), wallet.coldkey())) {
            Files.writeString(file, "0x" + HexFormat.of().formatHex(random()));
        }
        Path java = folder.resolve("java/bin/java");
        Files.createDirectories(java.getParent());
        Path release = Path.of(System.getProperty("java.home"), "release");
        if (Files.exists(release)) {
            Files.copy(release, folder.resolve("java/release"));
        }
        Files.writeString(
                java,
                "#!/bin/sh\nexec " + String.join(" ", strace) + " " + trace + " "
                        + Path.of(System.getProperty("java.home"), "bin", "java") + " \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> environment =
                Map.of("JAVA_HOME", folder.resolve("java").toString());
        long pid;
        try (ChildHost host = ChildHost.start(home(), folder, environment, wallet.flags())) {
            assertTrue(host.output().contains("Serving validators as hotkey " + TestWallet.ADDRESS), host.output());
            pid = host.pid();
        }
        Pattern end = Pattern.compile("(?m)^" + pid + " +\\+\\+\\+ exited");
        Await.until("the trace is complete", () -> end.matcher(read(trace)).find());
        String opened = read(trace);
        assertTrue(opened.contains("/firstpub.txt\""), "the trace contains the public file");
        assertFalse(opened.contains(wallet.hotkey() + "\""), "the hotkey's private file");
        assertFalse(opened.contains("/coldkey\""), "the coldkey's private file");
    }

    private boolean canTrace(List<String> strace) throws IOException, InterruptedException {
        Path trace = folder.resolve("trial");
        List<String> command = new ArrayList<>(strace);
        command.addAll(List.of(trace.toString(), "true"));
        return run(command.toArray(String[]::new)) == 0 && Files.exists(trace);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void unreadablePrivateFileIsIgnored() throws Exception {
        TestWallet wallet = TestWallet.ofPublicFile(folder.resolve("wallets"));
        Files.createFile(
                wallet.hotkey(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        try (ChildHost host = ChildHost.start(home(), folder, Map.of(), wallet.flags())) {
            assertFalse(host.output().contains(wallet.hotkey() + " "), host.output());
        }
    }

    @Test
    void neitherHeapNorEnvironmentContainsASecret() throws Exception {
        assumeTrue(hasJcmd());
        byte[] seed = random();
        String seedText = HexFormat.of().formatHex(seed);
        String mnemonic = "abandon planted " + HexFormat.of().formatHex(random()) + " zoo";
        String password = HexFormat.of().formatHex(random());
        TestWallet wallet = TestWallet.ofPublicFile(folder.resolve("wallets"));
        String key = "{\"secretPhrase\": \"%s\", \"secretSeed\": \"0x%s\", \"ss58Address\": \"%s\"}"
                .formatted(mnemonic, seedText, TestWallet.ADDRESS);
        Files.writeString(wallet.hotkey(), key);
        Files.writeString(wallet.coldkey(), key);
        Files.writeString(
                folder.resolve(".env"),
                "HOTKEY_MNEMONIC=\"" + mnemonic + "\"\nSEED=" + seedText + "\nPW=" + password
                        + "\nDB_CONNECTION_STRING=postgresql://validator:" + password + "@db/swaps\n");
        Map<String, String> environment = Map.of(
                "BT_PW_WALLETS_MINE_COLDKEY",
                password,
                "HOTKEY_MNEMONIC",
                mnemonic,
                "HOTKEY_SEED",
                "0x" + seedText,
                "DB_CONNECTION_STRING",
                "postgresql://validator:" + password + "@db/swaps",
                "KEYS",
                "first\nHOTKEY=" + mnemonic);

        try (ChildHost host = ChildHost.start(home(), folder, environment, wallet.flags())) {
            HeapDump heap = HeapDump.of(host.pid(), folder);
            assertTrue(heap.contains(TestWallet.ADDRESS), "the search finds a text that is there");
            assertFalse(heap.contains(seed), "the seed's bytes");
            for (String secret : List.of(seedText, mnemonic, password)) {
                assertFalse(heap.contains(secret), "a planted secret");
                assertFalse(environmentOf(host.pid()).contains(secret), "a planted secret in the environment");
            }
        }
    }

    /** The script clears the environment except for the variables that settings read. */
    @Test
    void scriptKeepsTheVariablesOfAllSettings() throws Exception {
        Path help = folder.resolve("help");
        assertEquals(0, run(help, WeirCommand.SCRIPT.toString(), "help", "run"));
        Matcher lines = Pattern.compile("Environment: (.*)").matcher(Files.readString(help));
        List<String> variables = lines.results()
                .flatMap(line -> List.of(line.group(1).split(",\\s*")).stream())
                .map(String::strip)
                .toList();
        assertTrue(variables.contains("HOTKEY_NAME") && variables.contains("BT_AXON_PORT"), variables.toString());
        String kept = Files.readString(WeirCommand.SCRIPT.resolveSibling("environment.sh"));
        assertEquals(
                "",
                variables.stream()
                        .filter(name -> !Pattern.compile("\\s" + name + "\\s")
                                .matcher(kept)
                                .find())
                        .collect(Collectors.joining(" ")),
                "add them to environment.sh");
    }

    private Path home() {
        return folder.resolve("home");
    }

    private static boolean hasJcmd() {
        boolean executable = Files.isExecutable(HeapDump.JCMD);
        if (!executable) {
            System.out.println("SKIPPED: no heap dump: there is no " + HeapDump.JCMD + " (a JRE?)");
        }
        return executable;
    }

    private static String environmentOf(long pid) throws IOException {
        Path file = Path.of("/proc", String.valueOf(pid), "environ");
        return Files.isReadable(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private int run(String... command) throws IOException, InterruptedException {
        return run(folder.resolve("output"), command);
    }

    /** The exit code of a command; -1 if it does not exist or does not end. */
    private static int run(Path output, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(30, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
