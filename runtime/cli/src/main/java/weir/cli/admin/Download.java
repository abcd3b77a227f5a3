package weir.cli.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import weir.base.WeirException;

/** A JAR from the web, bounded in size and time. */
final class Download {

    private static final int LARGEST = 64 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Download() {}

    /** @throws WeirException if the address is none, answers with an error, or sends too much or too slowly */
    static byte[] of(String url) {
        if (!url.matches("(?i)https?://.+")) {
            throw WeirException.usage(
                    "'" + url + "' is no web address", "Name a file, or an https:// or http:// address.");
        }
        CompletableFuture<byte[]> download = CompletableFuture.supplyAsync(() -> fetch(url));
        try {
            return download.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw WeirException.failed(
                    url + " sent no whole file within " + PATIENCE.toSeconds() + " s",
                    "Fetch it by other means and install the file.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WeirException failure
                    ? failure
                    : WeirException.failed("cannot fetch " + url, "Mend the address, or install a file.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        }
    }

    private static byte[] fetch(String url) {
        try {
            HttpClient http = HttpClient.newBuilder()
                    // Never from https to http.
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw WeirException.failed(
                            url + " answers with status " + answer.statusCode(),
                            "Mend the address, or install a file.");
                }
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw WeirException.failed(
                            url + " sends more than " + (LARGEST >> 20) + " MiB", "Is it a strategy's JAR?");
                }
                return bytes;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw WeirException.failed("cannot fetch " + url, "Mend the address, or install a file.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        }
    }
}
