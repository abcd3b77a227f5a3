package weir.share.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import weir.base.AtomicFiles;
import weir.base.WeirException;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
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
     * Head and index of a repository in memory.
     *
     * @param source where they were read
     * @param sha256 hash of the head
     * @param files content by name
     */
    record Download(RepositorySource source, String sha256, Map<String, byte[]> files) implements RepositorySource {

        @Override
        public byte[] read(String path, long maxBytes) {
            return files.get(path);
        }

        @Override
        public String toString() {
            return source.toString();
        }
    }

    /** Reads head and index again. Needs no lock, so that a slow server delays no other command. */
    static Download download(RepositorySource source, PublicKey publisher, VerifiedRepository expected) {
        try {
            Map<String, byte[]> files = new HashMap<>();
            for (String file : FILES) {
                files.put(file, source.read(file, RepositoryHead.MAX_INDEX_BYTES));
            }
            Download download = new Download(source, expected.headSha256(), files);
            if (!VerifiedRepository.read(download, Optional.of(publisher)).equals(expected)) {
                throw WeirException.failed(source + " changed its head while it was read", "Give the command again.");
            }
            return download;
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + source, "Check the address, then try again.", e);
        }
    }

    /**
     * Stores a copy. To be called in {@link #alone} together with the change of {@code conf/trust.json} that selects the copy: before
     * this change, another command would delete it.
     */
    void store(Download download) {
        try {
            Path copy = directory.resolve(download.sha256());
            Path part = directory.resolve(download.sha256() + ".part");
            delete(part);
            Files.createDirectories(part);
            for (Map.Entry<String, byte[]> file : download.files().entrySet()) {
                AtomicFiles.write(part.resolve(file.getKey()), file.getValue());
            }
            delete(copy);
            AtomicFiles.move(part, copy);
        } catch (IOException e) {
            throw WeirException.failed("cannot write " + directory, "Check the free disk space, then try again.", e);
        }
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
     * Deletes the copies that no trusted repository uses any more. Copies of the heads that {@link Trust.Publisher#frozen} names are kept
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
                boolean isUsed = trust.publishers().stream()
                        .anyMatch(publisher -> publisher
                                        .frozen()
                                        .filter(reason -> reason.contains(head))
                                        .isPresent()
                                || publisher.repositories().stream()
                                        .anyMatch(
                                                repository -> repository.head().equals(head)));
                if (!isUsed) {
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
