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

/** Downloads a JAR, with limits of size and time. */
final class Download {

    private static final int MAX_BYTES = 64 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private Download() {}

    /** @throws WeirException if the URL is not valid, the server reports an error, or a limit is exceeded */
    static byte[] of(String url) {
        if (!url.matches("(?i)https?://.+")) {
            throw WeirException.usage("'" + url + "' is no web address", "Name a file, or an https:// or http:// URL.");
        }
        CompletableFuture<byte[]> download = CompletableFuture.supplyAsync(() -> fetch(url));
        try {
            return download.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw WeirException.failed(
                    url + " did not send the whole file within " + TIMEOUT.toSeconds() + " s",
                    "Download it by other means and install the file.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WeirException failure ? failure : cannotDownload(url, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        }
    }

    private static byte[] fetch(String url) {
        try {
            HttpClient http = HttpClient.newBuilder()
                    // Follows no redirect from https to http.
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                if (response.statusCode() != 200) {
                    throw WeirException.failed(
                            url + " answered with status " + response.statusCode(),
                            "Correct the URL, or install a file.");
                }
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw WeirException.failed(
                            url + " sent more than " + (MAX_BYTES >> 20) + " MiB",
                            "Check that it is a strategy's JAR.");
                }
                return bytes;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw cannotDownload(url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        }
    }

    private static WeirException cannotDownload(String url, Throwable cause) {
        return WeirException.failed("cannot download " + url, "Correct the URL, or install a file.", cause);
    }
}
