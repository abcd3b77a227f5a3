package weir.installer.internal.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.installer.verify.PluginRejectedException;

/**
 * Parses a manifest and rejects content that another parser may read differently. {@link Manifest} drops a last line without a line
 * break, for example, and ends the main section at a lone carriage return; the framework does neither. A header that only the
 * framework reads would not be verified.
 */
final class StrictManifest {

    /** The sections of a large signed JAR need some hundred KiB. */
    static final int MAX_KIB = 1024;

    static final int MAX_MAIN_SECTION_KIB = 64;

    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
    private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,69}): (.*)", Pattern.DOTALL);

    private final Attributes headers = new Attributes();
    private Attributes.Name name;
    private final StringBuilder value = new StringBuilder();

    private StrictManifest() {}

    /** Returns the main section. The other sections are checked only. */
    static Manifest parse(byte[] content) throws PluginRejectedException {
        // One character for each byte, because a continuation line may begin within a character.
        String text = new String(content, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        require(!text.startsWith(BYTE_ORDER_MARK), "it begins with a byte order mark");
        require(content.length <= MAX_KIB << 10, "it is longer than " + MAX_KIB + " KiB");
        require(text.endsWith("\n"), "its last line does not end with a line break");
        require(
                text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\t'),
                "it has a control character, such as a carriage return without a line feed");
        int blankLine = ("\n" + text).indexOf("\n\n");
        String main = blankLine < 0 ? text : text.substring(0, blankLine);
        require(
                main.length() <= MAX_MAIN_SECTION_KIB << 10,
                "its main section is longer than " + MAX_MAIN_SECTION_KIB + " KiB");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putAll(section(main));
        for (String section : text.substring(main.length()).split("\n\n+|^\n+")) {
            if (!section.isEmpty()) {
                require(section.regionMatches(true, 0, "Name: ", 0, 6), "a section after the first one has no name");
                section(section);
            }
        }
        return manifest;
    }

    private static Attributes section(String lines) throws PluginRejectedException {
        StrictManifest section = new StrictManifest();
        for (String line : lines.lines().toList()) {
            section.add(line);
        }
        section.endHeader();
        return section.headers;
    }

    private void add(String line) throws PluginRejectedException {
        if (line.startsWith(" ") && name != null) {
            value.append(line, 1, line.length());
            return;
        }
        Matcher header = HEADER.matcher(line);
        require(header.matches(), "'" + line.substring(0, Math.min(40, line.length())) + "' is not a header");
        endHeader();
        name = new Attributes.Name(header.group(1));
        value.append(header.group(2));
    }

    private void endHeader() throws PluginRejectedException {
        if (name == null) {
            return;
        }
        try {
            byte[] bytes = value.toString().getBytes(StandardCharsets.ISO_8859_1);
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            require(headers.put(name, decoded) == null, "it has the header " + name + " twice");
        } catch (CharacterCodingException e) {
            require(false, "the header " + name + " is not UTF-8");
        }
        value.setLength(0);
    }

    private static void require(boolean isValid, String problem) throws PluginRejectedException {
        if (!isValid) {
            throw new PluginRejectedException(
                    "its manifest is invalid (" + problem + ")",
                    "correct META-INF/MANIFEST.MF, or let the bnd-maven-plugin write it");
        }
    }
}
