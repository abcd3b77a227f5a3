package weir.console.internal.admin;

import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Recognizes requests of web pages in a browser on this machine: those whose Host header does not name the loopback address (a page may
 * use a host name that resolves to it), and those with an Origin header.
 */
public final class BrowserGuard {

    private static final Set<String> LOOPBACK_HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

    private BrowserGuard() {}

    /** Why a request with these headers is rejected on a port of the loopback address; empty if it is not. */
    public static Optional<String> problem(HttpFields headers) {
        return hostProblem(headers).or(() -> originProblem(headers));
    }

    /** Why a request with this Host header is rejected on a port of the loopback address; empty if it is not. */
    public static Optional<String> hostProblem(HttpFields headers) {
        return LOOPBACK_HOSTS.contains(hostName(headers.get(HttpHeader.HOST)))
                ? Optional.empty()
                : Optional.of("Host: not a loopback address; send requests to 127.0.0.1 or localhost");
    }

    /** Why a request with this Origin header is rejected on any port; empty without one. */
    public static Optional<String> originProblem(HttpFields headers) {
        return headers.contains(HttpHeader.ORIGIN)
                ? Optional.of("Origin: the admin API rejects requests of web pages; use ./weir or curl")
                : Optional.empty();
    }

    /** The Host header without its port. */
    private static String hostName(String header) {
        return header == null ? "" : header.replaceFirst(":\\d*$", "");
    }
}
