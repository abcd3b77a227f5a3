package weir.cli.admin;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import weir.base.Secrets;
import weir.base.ServerAddress;
import weir.base.WeirException;
import weir.cli.share.DownloadLine;
import weir.report.ProgressLine;
import weir.share.http.HttpDownload;
import weir.share.http.HttpDownload.Redirects;

/** Downloads a JAR from a URL, with limits of size and time. */
final class Download {

    private static final int MAX_BYTES = 64 << 20;

    private Download() {}

    /**
     * Downloads a file. A user and a password in the URL are sent as HTTP basic authentication, but not to the target of a redirect.
     *
     * @throws WeirException if the URL is not valid, the server reports an error, or a limit is exceeded
     */
    static byte[] of(String url) {
        ServerAddress address = parse(url);
        String login = address.user() + ":" + address.password();
        Map<String, String> headers = address.user().isEmpty()
                ? Map.of()
                : Map.of(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        try (DownloadLine line = new DownloadLine(ProgressLine::onError)) {
            return new HttpDownload(Redirects.ANY_HOST, HttpDownload.TIMEOUT, line)
                    .read(URI.create(address.withoutCredentials()), headers, MAX_BYTES);
        } catch (IOException | IllegalArgumentException e) {
            throw WeirException.failed(
                    "cannot download " + Secrets.mask(address.withoutCredentials()),
                    "Correct the URL, or install a file.",
                    e);
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
}
