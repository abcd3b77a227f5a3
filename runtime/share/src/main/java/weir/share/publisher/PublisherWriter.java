package weir.share.publisher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.protocol.PublicKey;
import weir.share.internal.PendingFiles;
import weir.share.publisher.PublisherFile.Hotkey;
import weir.share.publisher.PublisherFile.Revocation;
import weir.share.repository.DirectorySource;
import weir.share.sign.MessageSignature;
import weir.share.sign.MessageSigner;
import weir.share.sign.Messages;

/** Writes {@code publisher.json} of a repository in a directory. After a kill, it has the old or the new state, or a new file with an old signature, which readers reject until this command is given again. */
public final class PublisherWriter {

    private final Path directory;
    private final InstantSource clock;

    public PublisherWriter(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * What to change.
     *
     * @param added key that may sign from now on
     * @param until end of that key's validity
     * @param revoked key that may not sign any more
     * @param sequenceFloor lowest sequence of the heads of its successor
     * @param reason why it is revoked
     */
    public record Change(
            Optional<PublicKey> added,
            Optional<Instant> until,
            Optional<PublicKey> revoked,
            long sequenceFloor,
            String reason) {}

    /**
     * Writes the next state.
     *
     * @param coldkey key that signs; must be given for the first state
     * @throws WeirException if the signature is missing or wrong; nothing has changed then
     */
    public PublisherFile write(Optional<PublicKey> coldkey, Change change, MessageSigner signer) {
        PendingFiles pending =
                new PendingFiles(directory, "publisher", List.of(PublisherFile.FILE, PublisherFile.SIGNATURE));
        try {
            pending.complete();
            Optional<PublisherFile> current = current();
            PublicKey key = current.map(PublisherFile::coldkey)
                    .or(() -> coldkey)
                    .orElseThrow(() -> WeirException.usage(
                            "a new publisher.json needs --coldkey SS58", "Give the coldkey that signs it."));
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            List<Hotkey> hotkeys =
                    new ArrayList<>(current.map(PublisherFile::hotkeys).orElse(List.of()));
            List<Revocation> revoked =
                    new ArrayList<>(current.map(PublisherFile::revoked).orElse(List.of()));
            change.added().ifPresent(added -> {
                hotkeys.removeIf(each -> each.key().equals(added));
                hotkeys.add(new Hotkey(added, now, change.until()));
            });
            change.revoked().ifPresent(stolen -> {
                hotkeys.removeIf(each -> each.key().equals(stolen));
                revoked.removeIf(each -> each.key().equals(stolen));
                revoked.add(new Revocation(stolen, now, change.sequenceFloor(), change.reason()));
            });
            PublisherFile next =
                    new PublisherFile(key, current.map(PublisherFile::serial).orElse(0L) + 1, hotkeys, revoked);
            byte[] content = next.toBytes();
            PublisherFile.parse(PublisherFile.FILE, content); // as its users will read it
            String message = Messages.publisher(key, next.serial(), Sha256.of(content));
            MessageSignature signature = signer.sign(List.of(message)).get(0);
            signature.verify("the signature", message, key);
            Files.createDirectories(directory);
            pending.publish(Map.of(PublisherFile.FILE, content, PublisherFile.SIGNATURE, signature.toBytes(message)));
            return next;
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot write " + directory, "Check its permissions and the free disk space.", e);
        }
    }

    private Optional<PublisherFile> current() throws IOException {
        Path file = directory.resolve(PublisherFile.FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        PublicKey coldkey =
                PublisherFile.parse(file.toString(), Files.readAllBytes(file)).coldkey();
        return PublisherFile.read(new DirectorySource(directory), coldkey);
    }
}
