package weir.share.publisher;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.protocol.PublicKey;
import weir.share.internal.JsonFields;
import weir.share.repository.RepositorySource;
import weir.share.sign.MessageSignature;
import weir.share.sign.Messages;

/**
 * The file {@code publisher.json} of a repository: which hotkeys publish, and which were revoked. Its bytes are hashed and signed by the
 * coldkey as they are. Immutable.
 *
 * @param coldkey key whose signature makes the file valid
 * @param serial number of this state; a lower one is never accepted
 * @param hotkeys keys that may sign heads and bundles
 * @param revoked keys that may not
 */
public record PublisherFile(PublicKey coldkey, long serial, List<Hotkey> hotkeys, List<Revocation> revoked) {

    public static final String FILE = "publisher.json";
    public static final String SIGNATURE = "publisher.json.sig";

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_KEYS = 1_000;
    private static final Pattern ADDRESS = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{1,64}");
    private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}\\p{Cf}]{1,500}");

    /**
     * A key that may sign.
     *
     * @param until end of its validity; empty for none
     */
    public record Hotkey(PublicKey key, Instant from, Optional<Instant> until) {}

    /**
     * A key that may not sign any more.
     *
     * @param sequenceFloor lowest sequence of the heads that its successor signs; heads of the revoked key from this sequence on are not
     *     the publisher's, whatever their sequence
     */
    public record Revocation(PublicKey key, Instant at, long sequenceFloor, String reason) {}

    public PublisherFile {
        hotkeys = List.copyOf(hotkeys);
        revoked = List.copyOf(revoked);
    }

    /** Whether the key may sign at this time. */
    public boolean permits(PublicKey key, Instant now) {
        return revocation(key).isEmpty()
                && hotkeys.stream()
                        .anyMatch(each -> each.key().equals(key)
                                && !now.isBefore(each.from())
                                && each.until().filter(now::isAfter).isEmpty());
    }

    /** The revocation of a key. */
    public Optional<Revocation> revocation(PublicKey key) {
        return revoked.stream().filter(each -> each.key().equals(key)).findFirst();
    }

    /**
     * Reads the file of a repository and verifies the coldkey's signature.
     *
     * @return empty if the repository has no such file
     * @throws WeirException if it is malformed, altered or signed by another key
     */
    public static Optional<PublisherFile> read(RepositorySource source, PublicKey coldkey) {
        String document = source + "/" + FILE;
        try {
            byte[] content = source.read(FILE, MAX_BYTES);
            PublisherFile file = parse(document, content);
            MessageSignature.parse(document + ".sig", source.read(SIGNATURE, MessageSignature.MAX_BYTES))
                    .verify(document, Messages.publisher(file.coldkey, file.serial, Sha256.of(content)), coldkey);
            return Optional.of(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + document, "Check the address, then try again.", e);
        }
    }

    /**
     * Parses the content of the file.
     *
     * @throws WeirException if a member is malformed
     */
    public static PublisherFile parse(String document, byte[] content) {
        JsonFields json = JsonFields.parse(document, content, MAX_BYTES);
        json.requireFormat();
        List<Hotkey> hotkeys = new ArrayList<>();
        for (JsonFields each : json.objects("hotkeys", MAX_KEYS)) {
            hotkeys.add(new Hotkey(
                    each.key("ss58", ADDRESS),
                    each.time("from"),
                    each.has("until") ? Optional.of(each.time("until")) : Optional.empty()));
        }
        List<Revocation> revoked = new ArrayList<>();
        for (JsonFields each : json.objects("revoked", MAX_KEYS)) {
            revoked.add(new Revocation(
                    each.key("ss58", ADDRESS),
                    each.time("at"),
                    each.integer("sequence_floor", 1, Long.MAX_VALUE),
                    each.text("reason", LINE)));
        }
        return new PublisherFile(
                json.key("coldkey", ADDRESS), json.integer("serial", 1, Long.MAX_VALUE), hotkeys, revoked);
    }

    /** The content of the file. */
    public byte[] toBytes() {
        JsonArray keys = new JsonArray();
        for (Hotkey hotkey : hotkeys) {
            JsonObject each = new JsonObject();
            each.addProperty("ss58", hotkey.key().ss58());
            each.addProperty("from", hotkey.from().toString());
            hotkey.until()
                    .ifPresentOrElse(
                            until -> each.addProperty("until", until.toString()),
                            () -> each.add("until", JsonNull.INSTANCE));
            keys.add(each);
        }
        JsonArray revocations = new JsonArray();
        for (Revocation revocation : revoked) {
            JsonObject each = new JsonObject();
            each.addProperty("ss58", revocation.key().ss58());
            each.addProperty("at", revocation.at().toString());
            each.addProperty("sequence_floor", revocation.sequenceFloor());
            each.addProperty("reason", revocation.reason());
            revocations.add(each);
        }
        JsonObject json = new JsonObject();
        json.addProperty("format", 1);
        json.addProperty("coldkey", coldkey.ss58());
        json.addProperty("serial", serial);
        json.add("hotkeys", keys);
        json.add("revoked", revocations);
        return JsonFields.toBytes(json);
    }
}
