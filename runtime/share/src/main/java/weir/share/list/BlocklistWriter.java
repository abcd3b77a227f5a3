package weir.share.list;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.installer.trust.Blocklist.Entry;
import weir.protocol.PublicKey;
import weir.share.internal.PendingFiles;
import weir.share.repository.DirectorySource;
import weir.share.sign.MessageSignature;
import weir.share.sign.MessageSigner;
import weir.share.sign.Messages;

/**
 * Writes a blocklist as its keeper: a directory with the list and its signature. After a kill, it has the old or the new state, or a new file with an old signature, which readers reject until this command is given again. One
 * process only may write a list at a time.
 */
public final class BlocklistWriter {

    private final Path directory;
    private final PendingFiles pending;
    private final InstantSource clock;

    /** @param directory directory of the list; created if it does not exist */
    public BlocklistWriter(Path directory, InstantSource clock) {
        this.directory = directory;
        this.pending = new PendingFiles(directory, "blocklist", List.of(BlocklistFile.FILE, BlocklistFile.SIGNATURE));
        this.clock = clock;
    }

    /**
     * Creates a list, or renews an existing one before it expires.
     *
     * @param name name of the list; must be given for a new one
     * @param keeper key that signs; must be given for a new one
     */
    public BlocklistFile create(
            Optional<String> name, Optional<PublicKey> keeper, Duration validity, MessageSigner signer) {
        return write(validity, signer, () -> {
            Optional<BlocklistFile> current = current();
            return current.isPresent()
                    ? current.get()
                    : new BlocklistFile(
                            name.orElseThrow(() -> missing("--name NAME", "a name, for example sn98-watch")),
                            keeper.orElseThrow(() -> missing("--keeper SS58", "the hotkey that signs")),
                            0,
                            clock.instant(),
                            List.of(),
                            List.of());
        });
    }

    /** Adds an entry, which replaces that of the same id. */
    public BlocklistFile add(Entry entry, Duration validity, MessageSigner signer) {
        return change(validity, signer, entries -> {
            List<Entry> changed = new ArrayList<>(entries);
            changed.removeIf(each -> each.id().equals(entry.id()));
            changed.add(entry);
            return changed;
        });
    }

    /** Removes an entry. */
    public BlocklistFile remove(String id, Duration validity, MessageSigner signer) {
        return change(validity, signer, entries -> {
            List<Entry> changed = new ArrayList<>(entries);
            if (!changed.removeIf(each -> each.id().equals(id))) {
                throw WeirException.usage(
                        "the list has no entry " + id,
                        "It has " + entries.stream().map(Entry::id).toList() + ".");
            }
            return changed;
        });
    }

    private BlocklistFile change(Duration validity, MessageSigner signer, Function<List<Entry>, List<Entry>> change) {
        return write(validity, signer, () -> {
            BlocklistFile current = current()
                    .orElseThrow(() -> WeirException.usage(
                            directory + " is no blocklist", "Create it: weir blocklist create " + directory));
            if (!current.ignored().isEmpty()) {
                throw WeirException.failed(
                        current.ignored().get(0),
                        "A newer Weir has written the list; use that one, or correct the list.");
            }
            return new BlocklistFile(
                    current.name(),
                    current.keeper(),
                    current.sequence(),
                    current.expires(),
                    change.apply(current.entries()),
                    List.of());
        });
    }

    /** Reads the present state, verified. */
    private interface Change {
        BlocklistFile apply() throws IOException;
    }

    private BlocklistFile write(Duration validity, MessageSigner signer, Change change) {
        try {
            pending.complete();
            BlocklistFile changed = change.apply();
            BlocklistFile next = new BlocklistFile(
                    changed.name(),
                    changed.keeper(),
                    changed.sequence() + 1,
                    clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(validity),
                    changed.entries(),
                    List.of());
            byte[] content = next.toBytes();
            // As its users will read it: an entry that they would ignore is an error here.
            List<String> malformed =
                    BlocklistFile.parse(BlocklistFile.FILE, content).ignored();
            if (!malformed.isEmpty()) {
                throw WeirException.usage(malformed.get(0), "Correct this argument.");
            }
            String message = Messages.list(next.keeper(), next.name(), next.sequence(), Sha256.of(content));
            MessageSignature signature = signer.sign(List.of(message)).get(0);
            signature.verify("the signature", message, next.keeper());
            Files.createDirectories(directory);
            pending.publish(Map.of(BlocklistFile.FILE, content, BlocklistFile.SIGNATURE, signature.toBytes(message)));
            return next;
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot write the blocklist " + directory, "Check its permissions and the free disk space.", e);
        }
    }

    private Optional<BlocklistFile> current() throws IOException {
        Path file = directory.resolve(BlocklistFile.FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        PublicKey keeper =
                BlocklistFile.parse(file.toString(), Files.readAllBytes(file)).keeper();
        return Optional.of(
                BlocklistFile.read(new DirectorySource(directory), keeper).file());
    }

    private static WeirException missing(String option, String what) {
        return WeirException.usage("a new blocklist needs " + option, "Give " + what + ".");
    }
}
