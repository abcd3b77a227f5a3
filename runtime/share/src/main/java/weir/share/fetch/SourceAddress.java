package weir.share.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import weir.base.Secrets;
import weir.base.WeirException;
import weir.share.repository.DirectorySource;
import weir.share.repository.RepositorySource;

/** Addresses of repositories: {@code https://}, {@code http://}, or a directory. */
public final class SourceAddress {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

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

    /** The repository at a normal address. Files must arrive within 60 s. */
    public static RepositorySource open(String normal) {
        return open(normal, TIMEOUT);
    }

    static RepositorySource open(String normal, Duration timeout) {
        return normal.contains("://")
                ? new HttpSource(URI.create(normal + "/"), timeout)
                : new DirectorySource(Path.of(normal));
    }
}
