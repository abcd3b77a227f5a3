package weir.bench.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Rust's schnorrkel, compiled to WASM, in a Node process that lives as long as the benchmark: warm like the JVM, and idle
 * while the JVM is measured. Installed from npm into a folder that {@link #close} removes.
 */
final class SchnorrkelWasm implements AutoCloseable {

    private static final String PACKAGE = "@polkadot-labs/schnorrkel-wasm@0.0.7";
    private static final int INSTALL_SECONDS = 120;

    private final Path folder;
    private final Process node;
    private final PrintStream orders;
    private final BufferedReader answers;

    private SchnorrkelWasm(Path folder, Process node) {
        this.folder = folder;
        this.node = node;
        this.orders = new PrintStream(node.getOutputStream(), true, StandardCharsets.US_ASCII);
        this.answers = node.inputReader(StandardCharsets.US_ASCII);
    }

    /**
     * Installs and starts it.
     *
     * @throws IOException saying what is missing: node, npm or the package
     */
    static SchnorrkelWasm start(List<VerifyBenchmark.Signed> cases) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("weir-verify");
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
                    folder,
                    new ProcessBuilder("node", script.toString(), file.toString())
                            .directory(folder.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException | InterruptedException e) {
            delete(folder);
            throw e;
        }
    }

    private static String line(VerifyBenchmark.Signed signed) {
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

    /** Verifies {@code count} signatures, all of which have to hold, and returns the microseconds of one. */
    double microsecondsEach(int count) throws IOException {
        orders.println(count);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("node ended; what it said is above");
        }
        return Double.parseDouble(answer) / 1e3 / count;
    }

    @Override
    public void close() throws IOException {
        node.destroy();
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
