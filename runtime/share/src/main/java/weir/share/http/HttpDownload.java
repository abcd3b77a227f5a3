package weir.share.http;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Downloads a file into memory. It must arrive completely within a time limit, redirects included. Immutable and thread-safe.
 *
 * @param redirects which redirects are followed
 * @param timeout time limit for a file
 * @param progress receives the progress
 */
public record HttpDownload(Redirects redirects, Duration timeout, DownloadProgress progress) {

    /** Time limit for a file: 60 s. */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_REDIRECTS = 3;
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /** Which redirects are followed: three at most. */
    public enum Redirects {
        /** To the same scheme, host and port. */
        SAME_HOST,
        /** To any host, but not from https to http. */
        ANY_HOST
    }

    /**
     * Downloads a file.
     *
     * @param address http or https URL
     * @param headers headers of the first request. They may contain credentials, so they are never sent to the target of a redirect
     * @param maxBytes longest content; the transfer ends as soon as it is longer
     * @throws NoSuchFileException if the server has no such file
     * @throws IOException if the server reports another error, redirects elsewhere, or a limit is exceeded
     */
    public byte[] read(URI address, Map<String, String> headers, long maxBytes) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        URI current = address;
        Map<String, String> sent = headers;
        for (int followed = 0; followed <= MAX_REDIRECTS; followed++) {
            HttpResponse<byte[]> response = get(current, sent, maxBytes, deadline);
            int status = response.statusCode();
            if (status == HttpURLConnection.HTTP_OK) {
                return response.body();
            }
            if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_GONE) {
                throw new NoSuchFileException(address.toString());
            }
            Optional<String> location = response.headers().firstValue("Location");
            if (status / 100 != 3 || location.isEmpty()) {
                throw new IOException("the server answered with status " + status);
            }
            current = target(current, location.get());
            sent = Map.of();
        }
        throw new IOException("the server redirects more than " + MAX_REDIRECTS + " times");
    }

    URI target(URI from, String location) throws IOException {
        URI target;
        try {
            target = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("the server redirects to a malformed address");
        }
        boolean isSameScheme = from.getScheme().equals(target.getScheme());
        boolean isAllowed = redirects == Redirects.SAME_HOST
                ? isSameScheme && from.getRawAuthority().equals(target.getRawAuthority())
                : target.getHost() != null && (isSameScheme || "https".equals(target.getScheme()));
        if (!isAllowed) {
            throw new IOException("the server redirects to " + target.getScheme() + "://" + hostAndPort(target)
                    + (redirects == Redirects.SAME_HOST
                            ? ", which is another host or scheme; if you trust it, add its address as a mirror"
                            : ", which is not encrypted"));
        }
        return target;
    }

    /** Without the user of an address, which may be a password. */
    private static String hostAndPort(URI address) {
        return String.valueOf(address.getRawAuthority()).replaceFirst("^.*@", "");
    }

    private HttpResponse<byte[]> get(URI address, Map<String, String> headers, long maxBytes, long deadline)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        headers.forEach(request::header);
        String path = String.valueOf(address.getPath());
        String file = path.substring(path.lastIndexOf('/') + 1);
        CompletableFuture<HttpResponse<byte[]>> exchange = CLIENT.sendAsync(
                request.build(),
                response -> new BoundedBody(
                        maxBytes,
                        received -> progress.onReceived(
                                file,
                                received,
                                response.headers()
                                        .firstValueAsLong("Content-Length")
                                        .orElse(maxBytes))));
        try {
            return exchange.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("it did not arrive within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        } finally {
            exchange.cancel(true);
        }
    }
}
