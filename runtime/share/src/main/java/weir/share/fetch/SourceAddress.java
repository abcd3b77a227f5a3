package weir.share.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import weir.base.Secrets;
import weir.base.WeirException;
import weir.share.http.DownloadProgress;
import weir.share.http.HeaderFile;
import weir.share.http.HttpDownload;
import weir.share.http.HttpSource;
import weir.share.repository.DirectorySource;
import weir.share.repository.RepositorySource;

/** Addresses of repositories: {@code https://}, {@code http://}, or a directory. */
public final class SourceAddress {

    private SourceAddress() {}

    /**
     * Returns the normal form of an address, so that equal ones are equal texts: a URL without a slash at its end, or an absolute path.
     *
     * @throws WeirException if it is a malformed URL, or has credentials, a query or a fragment
     */
    public static String normal(String address) {
        if (!address.contains("://")) {
            return Path.of(address).toAbsolutePath().normalize().toString();
        }
        try {
            URI uri = URI.create(address);
            if (String.valueOf(uri.getScheme()).matches("https?")
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri.normalize().toString().replaceFirst("/+$", "");
            }
        } catch (IllegalArgumentException e) {
            // Reported below.
        }
        throw WeirException.usage(
                "'" + Secrets.mask(address) + "' is no address of a repository",
                "Give https://HOST/PATH or http://HOST/PATH without user, query and fragment, or a directory.");
    }

    /**
     * Opens repositories at normal addresses. Files must arrive within 60 s, from the host of the address.
     *
     * @param headers headers for private repositories
     */
    public static Function<String, RepositorySource> opener(HeaderFile headers, DownloadProgress progress) {
        return opener(headers, progress, HttpDownload.TIMEOUT);
    }

    static Function<String, RepositorySource> opener(HeaderFile headers, DownloadProgress progress, Duration timeout) {
        HttpDownload download = new HttpDownload(HttpDownload.Redirects.SAME_HOST, timeout, progress);
        return normal -> normal.contains("://")
                ? new HttpSource(URI.create(normal + "/"), headers.headers(normal), download)
                : new DirectorySource(Path.of(normal));
    }
}
