package weir.evm.internal.anvil;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A local EVM node, anvil, with the chain id and the block times of Base. Its package is downloaded from npm into a temporary directory;
 * where npm or Linux on x86-64 is missing, the test is skipped with a message.
 */
public final class Anvil implements AutoCloseable {

    public static final long FIRST_BLOCK = 35_000_000;

    private static final String PACKAGE = "@foundry-rs/anvil-linux-amd64@1.7.1";
    private static final long FIRST_TIME = 1_686_789_347 + 2 * FIRST_BLOCK;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    private Anvil(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a node.
     *
     * @param directory a temporary directory for the downloaded package
     */
    public static Anvil start(Path directory) throws IOException {
        return start(directory, 1);
    }

    /**
     * Starts a node.
     *
     * @param directory a temporary directory for the downloaded package
     * @param slotsInAnEpoch blocks are final after twice as many blocks
     */
    public static Anvil start(Path directory, int slotsInAnEpoch) throws IOException {
        Path program = unpack(PACKAGE, directory).resolve("bin/anvil");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--host=127.0.0.1",
                        "--port=0",
                        "--chain-id=8453",
                        "--accounts=1",
                        "--slots-in-an-epoch=" + slotsInAnEpoch,
                        "--color=never",
                        "--number=" + FIRST_BLOCK,
                        "--timestamp=" + FIRST_TIME)
                .redirectErrorStream(true)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = "";
        while (line != null && !line.contains("Listening on ")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("anvil ended with " + process.exitValue());
        }
        // It writes a line for each request.
        Thread drain = new Thread(() -> drain(out), "output of anvil");
        drain.setDaemon(true);
        drain.start();
        Anvil anvil = new Anvil(
                process, "http://" + line.substring(line.indexOf("127.0.0.1")).strip());
        anvil.call("anvil_setBlockTimestampInterval", new JsonPrimitive(2));
        return anvil;
    }

    private static void drain(BufferedReader out) {
        try {
            while (out.readLine() != null) {
                continue;
            }
        } catch (IOException e) {
            // The process has ended.
        }
    }

    /** Downloads and unpacks a package of npm, and returns its directory. Skips the test if this is not possible. */
    static Path unpack(String npmPackage, Path directory) throws IOException {
        Path target = Files.createTempDirectory(directory, "npm");
        String skipped = "SKIPPED: npm does not provide " + npmPackage;
        boolean isLinux = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        if (!isLinux || !run(target, "npm", "pack", "--silent", npmPackage)) {
            System.out.println(skipped);
            Assumptions.abort(skipped);
        }
        try (var files = Files.list(target)) {
            Path archive = files.findFirst().orElseThrow();
            if (!run(target, "tar", "xzf", archive.toString())) {
                throw new IOException("cannot unpack " + archive);
            }
        }
        return target.resolve("package");
    }

    private static boolean run(Path directory, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns the URL of the node. */
    public String url() {
        return url;
    }

    /** Sends a request and returns the result. */
    public JsonElement call(String method, JsonElement... parameters) {
        JsonArray array = new JsonArray();
        List.of(parameters).forEach(array::add);
        return call(method, array);
    }

    /** Sends a request and returns the result. */
    public JsonElement call(String method, JsonArray parameters) {
        JsonObject body = new JsonObject();
        body.addProperty("jsonrpc", "2.0");
        body.addProperty("id", 1);
        body.addProperty("method", method);
        body.add("params", parameters);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            JsonObject answer = JsonParser.parseString(
                            http.send(request, BodyHandlers.ofString()).body())
                    .getAsJsonObject();
            if (answer.has("error")) {
                throw new IllegalStateException(method + ": " + answer.get("error"));
            }
            return answer.get("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
