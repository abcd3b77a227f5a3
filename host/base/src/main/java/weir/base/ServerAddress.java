package weir.base;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a database or an HTTP server: {@code scheme://user:password@host:port,host:port/path?name=value}. Unlike
 * {@link java.net.URI}, it accepts several hosts, host names with {@code _}, and sockets as percent-encoded paths. All components
 * are decoded. Immutable.
 *
 * @param scheme the scheme in lower case
 * @param user user name; empty if there is none
 * @param password password; empty if there is none
 * @param hosts the hosts in their order; may be empty
 * @param path the path without its first slash; may be empty
 * @param options the options in their order
 * @param withoutCredentials the address as it was written, but without user and password
 */
public record ServerAddress(
        String scheme,
        String user,
        String password,
        List<Host> hosts,
        String path,
        Map<String, String> options,
        String withoutCredentials) {

    private static final Pattern FORM = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*)://(?:([^/?#]*)@)?([^/?#]*)(?:/([^?#]*))?(?:\\?([^#]*))?(?:#.*)?");
    private static final Pattern HOST =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._%-]*))(?::([0-9]{1,5}))?");
    private static final Pattern OPTION_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

    /**
     * A host.
     *
     * @param name host name, IP address without brackets, or absolute path of a directory with a socket
     * @param port port, or -1 if none was given
     */
    public record Host(String name, int port) {

        /** Returns {@code name:port} as it is written in an address. */
        @Override
        public String toString() {
            String bracketed = name.contains(":") ? "[" + name + "]" : name;
            return port < 0 ? bracketed : bracketed + ":" + port;
        }
    }

    public ServerAddress {
        hosts = List.copyOf(hosts);
        options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Parses an address. Blanks and quotes around it are ignored.
     *
     * @throws IllegalArgumentException if the text is not an address; the message says what is wrong, as the predicate of a
     *     sentence, and contains no part of the text but names of options
     */
    public static ServerAddress parse(String text) {
        String plain = withoutQuotes(text.strip());
        Matcher matcher = FORM.matcher(plain);
        if (!matcher.matches() || plain.chars().anyMatch(c -> c <= ' ' || c == '\\' || c == '"')) {
            throw new IllegalArgumentException("is not of the form scheme://host:port/path");
        }
        String login = matcher.group(2) == null ? "" : matcher.group(2);
        String path = matcher.group(4) == null ? "" : matcher.group(4);
        String query = matcher.group(5) == null ? "" : matcher.group(5);
        if (login.isEmpty() && query.contains("@")) {
            // Otherwise a part of a password with a question mark could be shown as the name of an option.
            throw new IllegalArgumentException("contains an @ after a question mark; write it as %40, and ? as %3F");
        }
        int colon = login.indexOf(':');
        String scheme = matcher.group(1);
        return new ServerAddress(
                scheme.toLowerCase(Locale.ROOT),
                decode(colon < 0 ? login : login.substring(0, colon)),
                colon < 0 ? "" : decode(login.substring(colon + 1)),
                parseHosts(matcher.group(3)),
                decode(path),
                parseOptions(query),
                scheme + "://" + plain.substring(matcher.start(3)));
    }

    /** Returns whether a text looks like an address, and not like the name of a file. The address may be malformed. */
    public static boolean isLikely(String text) {
        return withoutQuotes(text.strip()).matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*|[A-Za-z]\\w*\\s*=.*|[^/]*@.*");
    }

    /** The address without user, password and options. */
    @Override
    public String toString() {
        return scheme + "://"
                + String.join(",", hosts.stream().map(Host::toString).toList()) + "/" + path;
    }

    private static String withoutQuotes(String text) {
        boolean quoted = text.length() > 1
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static List<Host> parseHosts(String text) {
        List<Host> hosts = new ArrayList<>();
        for (String each : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            Matcher host = HOST.matcher(each);
            int port = host.matches() && host.group(3) != null ? Integer.parseInt(host.group(3)) : -1;
            if (!host.matches() || port == 0 || port > 65_535) {
                throw new IllegalArgumentException("has a malformed host or port");
            }
            hosts.add(new Host(host.group(1) != null ? host.group(1) : decode(host.group(2)), port));
        }
        return hosts;
    }

    private static Map<String, String> parseOptions(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : query.isEmpty() ? new String[0] : query.split("&")) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            if (!OPTION_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("has a malformed option; write name=value");
            }
            if (options.put(name, equals < 0 ? "" : decode(option.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("has the option " + name + " twice");
            }
        }
        return options;
    }

    /** Decodes {@code %40} and the like; a plus sign stays one. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a % without two hexadecimal digits; write % as %25");
        }
    }
}
