package weir.share.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.base.WeirException;

/**
 * Headers for private repositories, each with the address to which it is sent:
 *
 * <pre>https://strategies.example.org/lp Authorization: Bearer TOKEN</pre>
 *
 * Empty lines and lines that begin with {@code #} are ignored. No method and no message shows a value. Immutable.
 */
public final class HeaderFile {

    /** Sends no headers. */
    public static final HeaderFile NONE = new HeaderFile(List.of());

    private static final int MAX_BYTES = 64 << 10;
    private static final Pattern LINE = Pattern.compile("(https?://\\S+)\\s+([A-Za-z0-9-]+):\\s*(\\S.*)");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final List<Header> headers;

    private record Header(String address, String name, String value) {}

    private HeaderFile(List<Header> headers) {
        this.headers = List.copyOf(headers);
    }

    /**
     * Reads a file.
     *
     * @throws WeirException if it is malformed, or if another user may read it
     */
    public static HeaderFile read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw WeirException.usage(file + " has more than 64 KiB", "Name a file of headers.");
            }
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw WeirException.usage(
                        file + " can be read or written by other users", "Give the command: chmod 600 " + file);
            }
            List<Header> headers = new ArrayList<>();
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (!line.isEmpty() && !line.startsWith("#")) {
                    headers.add(parse(file + ", line " + (i + 1), line));
                }
            }
            return new HeaderFile(headers);
        } catch (MalformedInputException e) {
            throw WeirException.usage(file + " is not UTF-8 text", "Name a file of headers.");
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Name a file of headers.", e);
        }
    }

    private static Header parse(String place, String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw WeirException.usage(
                    place + " is malformed", "Write: https://HOST/PATH NAME: VALUE, for example Authorization.");
        }
        String address = parts.group(1).replaceFirst("/+$", "");
        try {
            URI uri = URI.create(address);
            HttpRequest.newBuilder(uri).header(parts.group(2), parts.group(3));
            if (!"https".equals(uri.getScheme()) && !isLoopback(uri.getHost())) {
                throw WeirException.usage(
                        place + " would send its header without encryption", "Use an https:// address.");
            }
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(
                    place + " has a malformed address, header name or value",
                    "Write: https://HOST/PATH NAME: VALUE. Headers that HTTP itself uses, such as Host, cannot be set.");
        }
        return new Header(address, parts.group(2), parts.group(3));
    }

    private static boolean isLoopback(String host) {
        return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
    }

    /** The headers for a repository: those whose address is that of the repository or is above it. */
    public Map<String, String> headers(String repository) {
        Map<String, String> matching = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : headers) {
            if ((repository + "/").startsWith(header.address + "/")) {
                matching.put(header.name, header.value);
            }
        }
        return matching;
    }
}
