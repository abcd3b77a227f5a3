package weir.cli.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import weir.report.FailureReport;

/** The command as a user types it. The fetch itself is tested in its module. */
class FetchCommandTest {

    private static final String POOL = "0x" + "5e".repeat(20);
    private static final String KEY = "s3cr3tk3y";

    @TempDir
    private Path home;

    private record Outcome(int exitCode, String out) {}

    @Test
    void failureNamesTheHostAndNotTheKey() throws IOException {
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", exchange -> {
            try (exchange) {
                byte[] page = ("<html>" + exchange.getRequestURI() + "</html>").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(403, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        node.start();
        try {
            String host = "127.0.0.1:" + node.getAddress().getPort();
            String url = "http://user:" + KEY + "@" + host + "/" + KEY + "?key=" + KEY;
            Outcome outcome = run("--pool", POOL, "--rpc", url, "--from", "1");
            assertEquals(ExitCode.SOFTWARE, outcome.exitCode());
            assertTrue(outcome.out().contains("weir: " + host + ": HTTP 403 with a web page."), outcome::out);
            assertFalse(outcome.out().contains(KEY), outcome::out);
        } finally {
            node.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--rpc ftp://" + KEY + ".example",
                "--rpc wss://host.example/" + KEY,
                "--rpc https:/" + KEY,
                "--rpc http://127.0.0.1:1/" + KEY + " --from yesterday",
                "--rpc http://127.0.0.1:1/" + KEY + " --to 2026-99-01",
                ""
            })
    void wrongArgumentsAreExplained(String arguments) {
        String line = "--pool " + POOL + " " + arguments;
        Outcome outcome = run(line.strip().split(" "));
        assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome::out);
        assertFalse(outcome.out().contains(KEY), outcome::out);
    }

    @Test
    void verificationNeedsNoNode() {
        Outcome outcome = run("--pool", POOL, "--verify");
        assertEquals(ExitCode.USAGE, outcome.exitCode());
        assertTrue(outcome.out().contains("the history has no swaps of pool"), outcome::out);
    }

    private Outcome run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(stream);
        System.setErr(stream);
        try {
            String[] line = new String[arguments.length + 2];
            System.arraycopy(arguments, 0, line, 0, arguments.length);
            line[arguments.length] = "--home";
            line[arguments.length + 1] = home.toString();
            int exitCode = new CommandLine(new FetchCommand())
                    .setExecutionExceptionHandler((e, command, parsed) -> FailureReport.print(e, stream))
                    .execute(line);
            return new Outcome(exitCode, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
