package weir.evm.internal.rpc;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import weir.base.WeirException;

/**
 * The URL of a node. Its path, query and credentials may contain a key, so no message may show them: {@link #host} is the only part that
 * leaves this package. Immutable.
 */
public final class EndpointUrl {

    /** Shorter parts of a path, such as {@code v2}, are no keys. */
    private static final int MIN_SECRET_CHARS = 4;

    private static final String REMEDY = "Give the http:// or https:// URL that the provider shows, in quotes.";

    private final URI uri;
    private final String host;
    private final Optional<String> authorization;
    private final List<String> secrets;

    private EndpointUrl(URI uri, String host, Optional<String> authorization, List<String> secrets) {
        this.uri = uri;
        this.host = host;
        this.authorization = authorization;
        this.secrets = secrets;
    }

    /**
     * Parses a URL.
     *
     * @throws WeirException if it is not an HTTP or HTTPS URL; the message contains no part of it but its scheme
     */
    public static EndpointUrl parse(String text) {
        URI given = parseUri(text.strip());
        String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
        if (scheme.equals("ws") || scheme.equals("wss")) {
            throw WeirException.usage(
                    "the URL of a node begins with " + scheme + "://", "Give the provider's https:// URL instead.");
        }
        boolean isHttp = scheme.equals("http") || scheme.equals("https");
        if (!isHttp || given.getHost() == null || given.getPort() == 0 || given.getPort() > 65_535) {
            throw malformed();
        }
        String port = given.getPort() < 0 ? "" : ":" + given.getPort();
        String host = given.getHost().toLowerCase(Locale.ROOT) + port;
        String path = given.getRawPath() == null || given.getRawPath().isEmpty() ? "/" : given.getRawPath();
        String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
        Optional<String> login = Optional.ofNullable(given.getUserInfo());
        return new EndpointUrl(
                URI.create(scheme + "://" + host + path + query),
                host,
                login.map(
                        user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8))),
                secrets(given));
    }

    /** The exception of the parser contains the URL, so it is not a cause of the new one. */
    private static URI parseUri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw malformed();
        }
    }

    private static WeirException malformed() {
        return WeirException.usage("the URL of a node is not of the form https://host/path", REMEDY);
    }

    /** All texts that must not be shown, longest first. */
    private static List<String> secrets(URI uri) {
        List<String> parts = new ArrayList<>();
        for (String text : new String[] {uri.getRawPath(), uri.getRawQuery(), uri.getRawUserInfo()}) {
            if (text != null) {
                parts.add(text);
                parts.addAll(List.of(text.split("[/&=:]")));
            }
        }
        List<String> decoded = parts.stream()
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toList();
        parts.addAll(decoded);
        parts.removeIf(part -> part.length() < MIN_SECRET_CHARS);
        parts.sort(Comparator.comparing(String::length).reversed());
        return List.copyOf(parts);
    }

    /** Returns the host, with the port if the URL has one. */
    public String host() {
        return host;
    }

    URI uri() {
        return uri;
    }

    /** Returns the value of the header {@code Authorization}; empty if the URL has no credentials. */
    Optional<String> authorization() {
        return authorization;
    }

    /** Returns a text of the node without any secret of the URL. */
    String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "…");
        }
        return masked;
    }

    /** Returns the host. */
    @Override
    public String toString() {
        return host;
    }
}
