package weir.share.repository;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import weir.installer.trust.Severity;
import weir.installer.trust.Yank;
import weir.protocol.PublicKey;
import weir.share.internal.JsonFields;

/**
 * The file {@code weir.json}: what is valid in a repository now. Its bytes are hashed and signed as they are. Immutable.
 *
 * @param publisher key whose signature makes the head valid
 * @param repository name of the repository
 * @param sequence number of the head; each head of a repository has a higher one than the head before
 * @param published when it was written
 * @param expires when it must have been replaced, so that an old head cannot be shown for ever
 * @param previous hash of the head before; empty for the first one
 * @param indexSize length of {@code index.xml} in bytes
 * @param indexSha256 hash of {@code index.xml}
 * @param yanked bundles that must not be installed any more
 * @param reports claims about scores, at most one for each bundle
 */
public record RepositoryHead(
        PublicKey publisher,
        String repository,
        long sequence,
        Instant published,
        Instant expires,
        Optional<String> previous,
        long indexSize,
        String indexSha256,
        List<Yank> yanked,
        List<ScoreReport.Entry> reports) {

    public static final String FILE = "weir.json";
    public static final String SIGNATURE = "weir.json.sig";
    public static final String INDEX = "index.xml";

    /** Longest content of the file. */
    public static final int MAX_BYTES = 4 << 20;
    /** Longest index. */
    public static final int MAX_INDEX_BYTES = 16 << 20;

    /** A repository has at most so many bundles. */
    public static final int MAX_BUNDLES = 10_000;

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ADDRESS = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{1,64}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern INDEX_PATH = Pattern.compile("index\\.xml");
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z._-]{1,100}");
    private static final Pattern SEVERITY = Pattern.compile("warn|hold|stop");
    private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}\\p{Cf}]{1,500}");

    public RepositoryHead {
        yanked = List.copyOf(yanked);
        reports = List.copyOf(reports);
    }

    /** A head without reports. */
    public RepositoryHead(
            PublicKey publisher,
            String repository,
            long sequence,
            Instant published,
            Instant expires,
            Optional<String> previous,
            long indexSize,
            String indexSha256,
            List<Yank> yanked) {
        this(publisher, repository, sequence, published, expires, previous, indexSize, indexSha256, yanked, List.of());
    }

    /** Whether a text can be the name of a repository: lower-case letters, digits and dashes. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Parses the content of the file.
     *
     * @param document name of the file, for messages
     * @throws weir.base.WeirException if a member is malformed
     */
    public static RepositoryHead parse(String document, byte[] content) {
        JsonFields json = JsonFields.parse(document, content, MAX_BYTES);
        json.requireFormat();
        JsonFields index = json.object("index");
        index.text("path", INDEX_PATH);
        List<Yank> yanked = new ArrayList<>();
        for (JsonFields yank : json.objects("yanked", MAX_BUNDLES)) {
            yanked.add(new Yank(
                    yank.text("bundle", SHA_256),
                    Severity.of(yank.text("severity", SEVERITY)),
                    yank.text("reason", LINE),
                    yank.has("instead") ? Optional.of(yank.text("instead", VERSION)) : Optional.empty()));
        }
        RepositoryHead head = new RepositoryHead(
                json.key("publisher", ADDRESS),
                json.text("repository", NAME),
                json.integer("sequence", 1, Long.MAX_VALUE),
                json.time("published"),
                json.time("expires"),
                json.has("previous") ? Optional.of(json.text("previous", SHA_256)) : Optional.empty(),
                index.integer("size", 1, MAX_INDEX_BYTES),
                index.text("sha256", SHA_256),
                yanked,
                json.objects("reports", MAX_BUNDLES).stream()
                        .map(ScoreReport.Entry::parse)
                        .toList());
        if (!head.expires.isAfter(head.published)) {
            throw json.malformed("expires", "is not after published");
        }
        return head;
    }

    /** The content of the file. */
    public byte[] toBytes() {
        JsonObject index = new JsonObject();
        index.addProperty("path", INDEX);
        index.addProperty("size", indexSize);
        index.addProperty("sha256", indexSha256);
        JsonObject json = new JsonObject();
        json.addProperty("format", 1);
        json.addProperty("publisher", publisher.ss58());
        json.addProperty("repository", repository);
        json.addProperty("sequence", sequence);
        json.addProperty("published", published.toString());
        json.addProperty("expires", expires.toString());
        previous.ifPresent(hash -> json.addProperty("previous", hash));
        json.add("index", index);
        json.add("reports", ScoreReport.toArray(reports));
        JsonArray list = new JsonArray();
        for (Yank yank : yanked) {
            JsonObject entry = new JsonObject();
            entry.addProperty("bundle", yank.bundle());
            entry.addProperty("severity", yank.severity().id());
            entry.addProperty("reason", yank.reason());
            yank.instead().ifPresent(version -> entry.addProperty("instead", version));
            list.add(entry);
        }
        json.add("yanked", list);
        return JsonFields.toBytes(json);
    }
}
