package weir.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.fixtures.Await;

/** The command as a process: password prompt, signals. */
class ServeAxonProcessTest {

    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    private Path folder;

    private MinerChain miner;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        miner = new MinerChain(folder.resolve("wallets"));
    }

    @AfterEach
    void stop() throws IOException {
        if (process != null) {
            process.destroyForcibly();
        }
        miner.close();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.console=java.base",
                "-cp",
                System.getProperty("java.class.path"),
                ServeAxon.class.getName()));
        command.addAll(List.of(miner.flags()));
        return command;
    }

    private void start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Files.createDirectories(folder.resolve("work")).toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        process = builder.start();
    }

    private Path output() {
        return folder.resolve("output");
    }

    private String printed() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS), this::printed);
        return process.exitValue();
    }

    private void type(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** {@code script} gives the command a terminal. {@link ExitCodeTest} opens the other formats, which take seconds each. */
    @Test
    void passwordIsReadFromTheTerminalWithoutShowingIt() throws Exception {
        boolean hasScript = Files.isExecutable(SCRIPT);
        if (!hasScript) {
            System.out.println("SKIPPED: no terminal for the password: there is no " + SCRIPT);
        }
        assumeTrue(hasScript);
        miner.useKeyFile("coldkey-ansible-vault");
        String line = command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        start(List.of(SCRIPT.toString(), "-qec", line, "/dev/null"));
        Await.until(() -> printed().contains("Password of "), this::printed);
        type(MinerChain.PASSWORD);
        miner.awaitSubmission();
        miner.finalise();
        assertEquals(0, exitCode(), this::printed);
        assertFalse(printed().contains(MinerChain.PASSWORD), printed());
    }

    @Test
    void passwordIsReadFromTheStandardInputWithoutATerminal() throws Exception {
        miner.useKeyFile("coldkey-ansible-vault");
        start(command());
        type(MinerChain.PASSWORD);
        miner.awaitSubmission();
        miner.finalise();
        assertEquals(0, exitCode(), this::printed);
    }

    @Test
    void standardInputThatEndsGivesNoPassword() throws Exception {
        miner.useKeyFile("coldkey-legacy-fernet");
        start(command());
        process.getOutputStream().close();
        assertEquals(9, exitCode(), this::printed);
        assertTrue(printed().contains("no password was given"), printed());
    }

    @ParameterizedTest
    @CsvSource({"INT", "TERM"})
    void signalAfterTheSubmissionReportsHowToLook(String signal) throws Exception {
        miner.useKeyFile("raw-seed");
        start(command());
        miner.awaitSubmission();
        kill(signal);
        assertEquals(7, exitCode(), this::printed);
        assertTrue(printed().contains("To look, run the command again"), printed());
        Stream.of("bottom drive", "fac7959dbfe72f05")
                .forEach(secret -> assertFalse(printed().contains(secret)));
    }

    @Test
    void signalBeforeTheSubmissionEndsTheProcessAsUsual() throws Exception {
        miner.useKeyFile("coldkey-legacy-fernet");
        start(command());
        Await.until(() -> printed().contains("reading the password"), this::printed);
        kill("INT");
        assertEquals(130, exitCode(), this::printed);
        assertTrue(miner.chain.extrinsics.isEmpty());
    }

    private void kill(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
        assertEquals(0, kill.waitFor());
    }
}
