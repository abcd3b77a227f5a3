package weir.share.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import weir.base.AtomicFiles;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.protocol.PublicKey;
import weir.share.repository.DirectorySource;
import weir.share.repository.RepositoryHead;
import weir.share.repository.RepositorySource;
import weir.share.repository.VerifiedRepository;

/**
 * Verified copies of heads and indexes below {@code data/repositories}, each in a directory named by the hash of its head. The head in
 * {@code conf/trust.json} selects one, so a kill leaves the old or the new copy. Copies are verified again when they are read.
 */
public final class RepositoryCache {

    private static final List<String> FILES =
            List.of(RepositoryHead.INDEX, RepositoryHead.FILE, RepositoryHead.SIGNATURE);

    private final Path directory;

    /** @param data directory {@code data} of the home */
    public RepositoryCache(Path data) {
        this.directory = data.resolve("repositories");
    }

    /** The newest known state of a repository; empty if it has no copy, for example because someone deleted it. */
    public Optional<VerifiedRepository> read(Trust.Publisher publisher, Trust.Repository repository) {
        Path copy = directory.resolve(repository.head());
        return Files.isDirectory(copy)
                ? Optional.of(VerifiedRepository.read(
                        new DirectorySource(copy), Optional.of(PublicKey.ofSs58(publisher.ss58()))))
                : Optional.empty();
    }

    /** As {@link #read}; empty also if the copy is damaged. */
    Optional<VerifiedRepository> find(Trust.Publisher publisher, Trust.Repository repository) {
        try {
            return read(publisher, repository);
        } catch (WeirException e) {
            return Optional.empty();
        }
    }

    /** When the newest known state was fetched or confirmed; empty if it has no copy. */
    public Optional<Instant> fetchedAt(Trust.Repository repository) {
        try {
            return Optional.of(Files.getLastModifiedTime(directory.resolve(repository.head()))
                    .toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Sets the time at which the state was fetched to the present one. */
    void confirm(Trust.Repository repository) {
        try {
            Files.setLastModifiedTime(directory.resolve(repository.head()), FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw WeirException.failed("cannot write " + directory, "Check its permissions.", e);
        }
    }

    /** Copies head and index. The source was read before and is read again, so the copy is verified. */
    VerifiedRepository store(RepositorySource source, PublicKey publisher, VerifiedRepository expected) {
        try {
            Path copy = directory.resolve(expected.headSha256());
            Path part = directory.resolve(expected.headSha256() + ".part");
            delete(part);
            Files.createDirectories(part);
            for (String file : FILES) {
                AtomicFiles.write(part.resolve(file), source.read(file, RepositoryHead.MAX_INDEX_BYTES));
            }
            VerifiedRepository stored = VerifiedRepository.read(new DirectorySource(part), Optional.of(publisher));
            if (!stored.headSha256().equals(expected.headSha256())) {
                throw WeirException.failed(source + " changed its head while it was read", "Give the command again.");
            }
            delete(copy);
            AtomicFiles.move(part, copy);
            return stored;
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot copy " + source + " to " + directory, "Check the free disk space, then try again.", e);
        }
    }

    /** Deletes the copies that no trusted repository uses any more. Heads of a frozen publisher are kept as evidence. */
    void retainOnly(Trust trust) {
        if (trust.publishers().stream().anyMatch(publisher -> publisher.frozen().isPresent())) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<String> used = trust.publishers().stream()
                .flatMap(publisher -> publisher.repositories().stream())
                .map(Trust.Repository::head)
                .toList();
        try (Stream<Path> copies = Files.list(directory)) {
            for (Path copy : copies.toList()) {
                if (!used.contains(copy.getFileName().toString())) {
                    delete(copy);
                }
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot clean " + directory, "Check its permissions.", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
