package weir.bench.axon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import weir.base.TemporaryDirectory;

/**
 * Rust's schnorrkel compiled to WASM, in a Node process that runs as long as the benchmark and is idle while the JVM is measured.
 * Installed from npm into a temporary folder that {@link #close} deletes.
 */
final class SchnorrkelWasm implements AutoCloseable {

    private static final String PACKAGE = "@polkadot-labs/schnorrkel-wasm@0.0.7";
    private static final int INSTALL_SECONDS = 120;

    private final TemporaryDirectory folder;
    private final Process node;
    private final PrintStream requests;
    private final BufferedReader answers;

    private SchnorrkelWasm(TemporaryDirectory folder, Process node) {
        this.folder = folder;
        this.node = node;
        this.requests = new PrintStream(node.getOutputStream(), true, StandardCharsets.US_ASCII);
        this.answers = node.inputReader(StandardCharsets.US_ASCII);
    }

    /**
     * Installs and starts the process.
     *
     * @throws IOException if node, npm or the package is missing; the message names it
     */
    static SchnorrkelWasm start(List<VerifyMeasurement.SignedMessage> cases) throws IOException, InterruptedException {
        TemporaryDirectory temporary = TemporaryDirectory.create("weir-verify");
        Path folder = temporary.path();
        try {
            install(folder);
            Path script = folder.resolve("verify.cjs");
            try (InputStream in = SchnorrkelWasm.class.getResourceAsStream("verify.cjs")) {
                Files.copy(in, script);
            }
            Path file = Files.write(
                    folder.resolve("cases"),
                    cases.stream().map(SchnorrkelWasm::line).toList());
            return new SchnorrkelWasm(
                    temporary,
                    new ProcessBuilder("node", script.toString(), file.toString())
                            .directory(folder.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException | InterruptedException e) {
            temporary.remove();
            throw e;
        }
    }

    private static String line(VerifyMeasurement.SignedMessage signed) {
        HexFormat hex = HexFormat.of();
        return hex.formatHex(signed.key().bytes()) + " " + hex.formatHex(signed.message()) + " "
                + hex.formatHex(signed.signature());
    }

    private static void install(Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("npm.log");
        Process npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--prefix", ".", PACKAGE)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS);
        npm.destroy();
        if (!ended || npm.exitValue() != 0) {
            String last = Files.readString(log).strip();
            throw new IOException("npm cannot install " + PACKAGE + ": " + last.substring(last.lastIndexOf('\n') + 1));
        }
    }

    /** Verifies {@code count} valid signatures and returns the microseconds of one. */
    double microsPerVerification(int count) throws IOException {
        requests.println(count);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("node ended; see its output above");
        }
        return Double.parseDouble(answer) / 1e3 / count;
    }

    @Override
    public void close() {
        node.destroy();
        folder.remove();
    }
}
