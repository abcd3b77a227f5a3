package weir.share.fetch;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import weir.share.repository.RepositorySource;

/**
 * A repository on a web server. A file must arrive completely within a time limit, from the host, port and scheme of the address:
 * redirects to others are refused. Thread-safe.
 */
final class HttpSource implements RepositorySource {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_REDIRECTS = 3;
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private final URI base;
    private final Duration timeout;

    /** @param base address of the repository, which ends with a slash */
    HttpSource(URI base, Duration timeout) {
        this.base = base;
        this.timeout = timeout;
    }

    @Override
    public byte[] read(String path, long maxBytes) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        URI address = base.resolve(path);
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<byte[]> response = get(address, maxBytes, deadline);
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
            address = redirected(address, location.get());
        }
        throw new IOException("the server redirects more than " + MAX_REDIRECTS + " times");
    }

    private URI redirected(URI from, String location) throws IOException {
        try {
            URI target = from.resolve(location);
            if (base.getScheme().equals(target.getScheme())
                    && base.getRawAuthority().equals(target.getRawAuthority())) {
                return target;
            }
            throw new IOException("the server redirects to " + target.getScheme() + "://" + target.getRawAuthority()
                    + ", which is another host or scheme; if you trust it, add its address as a mirror");
        } catch (IllegalArgumentException e) {
            throw new IOException("the server redirects to a malformed address");
        }
    }

    private HttpResponse<byte[]> get(URI address, long maxBytes, long deadline) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                CLIENT.sendAsync(HttpRequest.newBuilder(address).build(), response -> new BoundedBody(maxBytes));
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

    @Override
    public String toString() {
        String text = base.toString();
        return text.substring(0, text.length() - 1);
    }
}
