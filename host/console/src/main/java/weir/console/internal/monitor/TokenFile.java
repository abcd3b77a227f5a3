package weir.console.internal.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.WeirException;

/**
 * The file of the token that Prometheus sends. It is read for each request, so a new token is in force at once. A token has at least
 * {@value #MIN_CHARS} characters. If the file cannot be used, no token is valid, and the log says why, once for each cause. Thread-safe.
 */
final class TokenFile {

    static final int MIN_CHARS = 16;
    private static final int MAX_BYTES = 1_024;
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private final String file;
    private volatile String loggedProblem = "";

    /** @param file its path; empty for no file */
    TokenFile(String file) {
        this.file = file;
    }

    /** Compares in constant time. */
    boolean contains(String token) {
        if (file.isEmpty()) {
            return false;
        }
        String expected = read();
        return expected.length() >= MIN_CHARS
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String read() {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            String token = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
            log(token.length() >= MIN_CHARS ? "" : "it has fewer than " + MIN_CHARS + " characters");
            return token;
        } catch (IOException e) {
            log(WeirException.describe(e));
            return "";
        }
    }

    private void log(String problem) {
        if (!problem.equals(loggedProblem) && !problem.isEmpty()) {
            LOG.warn(
                    "The token for GET /metrics cannot be read from {}: {}. Correct the file or metrics.token_file;"
                            + " no restart is needed for the file",
                    file,
                    problem);
        }
        loggedProblem = problem;
    }
}
