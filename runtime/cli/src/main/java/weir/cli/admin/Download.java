package weir.cli.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
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
import weir.base.Secrets;
import weir.base.ServerAddress;
import weir.base.WeirException;

/** Downloads a JAR, with limits of size and time. */
final class Download {

    private static final int MAX_BYTES = 64 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private Download() {}

    /**
     * Downloads a file. A user and a password in the URL are sent as HTTP basic authentication, to the host of the URL only.
     *
     * @throws WeirException if the URL is not valid, the server reports an error, or a limit is exceeded
     */
    static byte[] of(String url) {
        ServerAddress address = parse(url);
        CompletableFuture<byte[]> download = CompletableFuture.supplyAsync(() -> fetch(address));
        try {
            return download.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw WeirException.failed(
                    shown(address) + " did not send the whole file within " + TIMEOUT.toSeconds() + " s",
                    "Download it by other means and install the file.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WeirException failure ? failure : cannotDownload(address, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        }
    }

    private static ServerAddress parse(String url) {
        String problem;
        try {
            ServerAddress address = ServerAddress.parse(url);
            if (address.scheme().matches("https?") && address.hosts().size() == 1) {
                return address;
            }
            problem = "is no web address";
        } catch (IllegalArgumentException e) {
            problem = "is no web address: it " + e.getMessage();
        }
        throw WeirException.usage(
                "'" + Secrets.mask(url) + "' " + problem, "Name a file, or an https:// or http:// URL.");
    }

    private static byte[] fetch(ServerAddress address) {
        try {
            HttpClient.Builder http = HttpClient.newBuilder()
                    // Follows no redirect from https to http.
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(CONNECT_TIMEOUT);
            if (!address.user().isEmpty()) {
                http.authenticator(new Credentials(address));
            }
            URI uri = URI.create(address.withoutCredentials());
            HttpResponse<InputStream> response =
                    http.build().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                if (response.statusCode() != 200) {
                    throw WeirException.failed(
                            shown(address) + " answered with status " + response.statusCode(),
                            "Correct the URL, or install a file.");
                }
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw WeirException.failed(
                            shown(address) + " sent more than " + (MAX_BYTES >> 20) + " MiB",
                            "Check that it is a strategy's JAR.");
                }
                return bytes;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw cannotDownload(address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        }
    }

    private static WeirException cannotDownload(ServerAddress address, Throwable cause) {
        return WeirException.failed("cannot download " + shown(address), "Correct the URL, or install a file.", cause);
    }

    private static String shown(ServerAddress address) {
        return Secrets.mask(address.withoutCredentials());
    }

    /** Gives the credentials to the host of the address, but not to a host that it redirects to. */
    private static final class Credentials extends Authenticator {

        private final ServerAddress address;

        Credentials(ServerAddress address) {
            this.address = address;
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            boolean same = getRequestorType() == RequestorType.SERVER
                    && getRequestingProtocol().equalsIgnoreCase(address.scheme())
                    && getRequestingHost()
                            .equalsIgnoreCase(address.hosts().get(0).name());
            return same
                    ? new PasswordAuthentication(
                            address.user(), address.password().toCharArray())
                    : null;
        }
    }
}
