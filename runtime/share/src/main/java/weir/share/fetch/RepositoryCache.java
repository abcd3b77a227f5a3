package weir.share.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import weir.base.AtomicFiles;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.protocol.PublicKey;
import weir.share.repository.DirectorySource;
import weir.share.repository.RepositoryHead;
import weir.share.repository.VerifiedRepository;

/**
 * Verified copies of heads and indexes below {@code data/repositories}, each in a directory named by the hash of its head. The head in
 * {@code conf/trust.json} selects one, so a kill leaves the old or the new copy. Copies are verified again when they are read.
 */
public final class RepositoryCache {

    private static final List<String> FILES =
            List.of(RepositoryHead.INDEX, RepositoryHead.FILE, RepositoryHead.SIGNATURE);

    private static final String PART = ".part";
    private static final Duration MAX_STAGED = Duration.ofHours(1);

    private static final Object LOCK = new Object();

    private final Path directory;
    private final Path lockFile;

    /** @param data directory {@code data} of the home */
    public RepositoryCache(Path data) {
        this.directory = data.resolve("repositories");
        this.lockFile = data.resolve("repositories.lock");
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

    /**
     * Writes the verified files of a repository to a directory of its own and forces them to disk. {@link #store} makes it the copy of this
     * head. Needs no lock, so that several repositories can be written at a time.
     *
     * @param sha256 hash of the head
     * @return the directory
     */
    Path stage(String sha256, ReadOnceSource source) {
        try {
            Path part = directory.resolve(sha256 + "." + UUID.randomUUID() + PART);
            Files.createDirectories(part);
            for (String file : FILES) {
                Path copied = part.resolve(file);
                Files.write(copied, source.read(file, RepositoryHead.MAX_INDEX_BYTES));
                AtomicFiles.force(copied);
            }
            AtomicFiles.force(part);
            return part;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Renames staged directories to copies. To be called in {@link #alone} together with the change of {@code conf/trust.json} that selects
     * the copies: before this change, another command would delete them.
     */
    void store(List<FetchedRepository> fetched) {
        try {
            for (FetchedRepository each : fetched) {
                Path copy = directory.resolve(each.state().headSha256());
                delete(copy); // it is damaged, or has arrived from a mirror meanwhile
                Files.move(each.staged().orElseThrow(), copy, StandardCopyOption.ATOMIC_MOVE);
            }
            AtomicFiles.force(directory);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private WeirException unwritable(IOException e) {
        return WeirException.failed("cannot write " + directory, "Check the free disk space, then try again.", e);
    }

    /** Makes a change of the copies while no other thread and no other process makes one. */
    <T> T alone(Supplier<T> change) {
        synchronized (LOCK) { // a file lock holds off other processes only
            try {
                Files.createDirectories(lockFile.getParent());
                try (FileChannel channel =
                                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var held = channel.lock()) {
                    return change.get();
                }
            } catch (IOException e) {
                throw WeirException.failed("cannot lock " + lockFile, "Check its permissions.", e);
            }
        }
    }

    /**
     * Deletes the copies that no trusted repository uses any more, and what a killed command has left an hour ago. Copies of the heads that {@link Trust.Publisher#frozen} names are kept
     * as evidence.
     */
    void retainOnly(TrustFile trustFile) {
        alone(() -> {
            Trust trust = trustFile.read();
            if (Files.isDirectory(directory)) {
                deleteAllBut(trust);
            }
            return trust;
        });
    }

    private void deleteAllBut(Trust trust) {
        try (Stream<Path> copies = Files.list(directory)) {
            for (Path copy : copies.toList()) {
                String head = copy.getFileName().toString();
                boolean isUsed = isBeingWritten(copy)
                        || trust.publishers().stream()
                                .anyMatch(publisher -> publisher
                                                .frozen()
                                                .filter(reason -> reason.contains(head))
                                                .isPresent()
                                        || publisher.repositories().stream()
                                                .anyMatch(repository ->
                                                        repository.head().equals(head)));
                if (!isUsed) {
                    delete(copy);
                }
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot clean " + directory, "Check its permissions.", e);
        }
    }

    /** Whether another command writes this directory; one that is older than an hour was left by a killed command. */
    private static boolean isBeingWritten(Path copy) throws IOException {
        return copy.toString().endsWith(PART)
                && Files.getLastModifiedTime(copy)
                        .toInstant()
                        .isAfter(Instant.now().minus(MAX_STAGED));
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
