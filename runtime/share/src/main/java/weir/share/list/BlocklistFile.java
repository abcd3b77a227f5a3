package weir.share.list;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.framework.VersionRange;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.installer.trust.Blocklist;
import weir.installer.trust.Blocklist.Content;
import weir.installer.trust.Blocklist.Entry;
import weir.installer.trust.Blocklist.Match;
import weir.installer.trust.Blocklist.Versions;
import weir.installer.trust.Severity;
import weir.protocol.PublicKey;
import weir.share.internal.JsonFields;
import weir.share.repository.RepositorySource;
import weir.share.sign.MessageSignature;
import weir.share.sign.Messages;

/**
 * The file {@code blocklist.json}: the JARs that a keeper warns of or stops. Its bytes are hashed and signed as they are. Immutable.
 *
 * @param name name of the list
 * @param keeper key whose signature makes it valid
 * @param sequence number of this state
 * @param expires when the keeper must have replaced it
 * @param entries what it blocks
 * @param ignored problems of malformed entries; they block nothing, and the others are in force
 */
public record BlocklistFile(
        String name, PublicKey keeper, long sequence, Instant expires, List<Entry> entries, List<String> ignored) {

    public static final String FILE = "blocklist.json";
    public static final String SIGNATURE = "blocklist.json.sig";
    public static final int MAX_BYTES = 4 << 20;
    public static final int MAX_ENTRIES = 10_000;

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ADDRESS = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{1,64}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern BUNDLE = Pattern.compile("[A-Za-z0-9_.-]{1,200}");
    private static final Pattern VERSIONS = Pattern.compile("[\\[(]?[0-9A-Za-z._, -]{1,200}[\\])]?");
    private static final Pattern ACTION = Pattern.compile("warn|hold|stop");
    private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}\\p{Cf}]{1,500}");
    private static final Pattern URL = Pattern.compile("https?://[!-~]{1,500}");

    /** A verified state. */
    public record Verified(BlocklistFile file, String sha256) {}

    public BlocklistFile {
        entries = List.copyOf(entries);
        ignored = List.copyOf(ignored);
    }

    /** Whether a text can be the name of a list: lower-case letters, digits and dashes. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Reads a list and verifies its keeper's signature.
     *
     * @throws WeirException if a file is missing, malformed, altered or signed by another key
     */
    public static Verified read(RepositorySource source, PublicKey keeper) {
        byte[] content = read(source, FILE, MAX_BYTES);
        BlocklistFile file = parse(source + "/" + FILE, content);
        String sha256 = Sha256.of(content);
        String document = source + "/" + FILE;
        MessageSignature.parse(document + ".sig", read(source, SIGNATURE, MessageSignature.MAX_BYTES))
                .verify(document, Messages.list(file.keeper, file.name, file.sequence, sha256), keeper);
        return new Verified(file, sha256);
    }

    /**
     * Parses the content of the file.
     *
     * @param document name of the file, for messages
     * @throws WeirException if a member other than an entry is malformed
     */
    public static BlocklistFile parse(String document, byte[] content) {
        JsonFields json = JsonFields.parse(document, content, MAX_BYTES);
        json.requireFormat();
        List<Entry> entries = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (JsonFields entry : json.objects("entries", MAX_ENTRIES)) {
            try {
                entries.add(entry(entry));
            } catch (WeirException e) {
                ignored.add(e.getMessage());
            }
        }
        return new BlocklistFile(
                json.text("list", NAME),
                json.key("keeper", ADDRESS),
                json.integer("sequence", 1, Long.MAX_VALUE),
                json.time("expires"),
                entries,
                ignored);
    }

    private static Entry entry(JsonFields json) {
        return new Entry(
                json.text("id", ID),
                match(json.object("match")),
                Severity.of(json.text("action", ACTION)),
                json.text("reason", LINE),
                json.has("url") ? Optional.of(json.text("url", URL)) : Optional.empty());
    }

    /** An entry that names a bundle without its publisher is malformed, so it blocks nothing. */
    private static Match match(JsonFields json) {
        if (json.has("sha256")) {
            return new Content(json.text("sha256", SHA_256));
        }
        try {
            return new Versions(
                    json.key("publisher", ADDRESS).ss58(),
                    json.text("name", BUNDLE),
                    new VersionRange(json.text("versions", VERSIONS)));
        } catch (IllegalArgumentException e) {
            throw json.malformed("versions", "is no range of versions");
        }
    }

    /** The content of the file. */
    public byte[] toBytes() {
        JsonObject json = new JsonObject();
        json.addProperty("format", 1);
        json.addProperty("list", name);
        json.addProperty("keeper", keeper.ss58());
        json.addProperty("sequence", sequence);
        json.addProperty("expires", expires.toString());
        json.add(
                "entries",
                new Gson().toJsonTree(entries.stream().map(Entry::members).toList()));
        return JsonFields.toBytes(json);
    }

    /** This state as {@code conf/trust.json} has it. */
    Blocklist toBlocklist(String url, String sha256) {
        return new Blocklist(url, name, keeper.ss58(), sequence, sha256, expires, entries);
    }

    private static byte[] read(RepositorySource source, String path, long maxBytes) {
        try {
            return source.read(path, maxBytes);
        } catch (NoSuchFileException e) {
            throw WeirException.failed(
                    source + " has no file " + path,
                    "Name the directory or address of a list that `weir blocklist create` has written.");
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot read " + path + " of " + source, "Check the address, then try again.", e);
        }
    }
}
