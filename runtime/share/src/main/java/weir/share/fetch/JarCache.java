package weir.share.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import weir.base.AtomicFiles;
import weir.base.WeirException;
import weir.share.repository.DirectorySource;
import weir.share.repository.IndexedBundle;
import weir.share.repository.RepositorySource;

/**
 * JARs that were downloaded and verified, with the signatures of their authors, below {@code data/downloads}. It has the form of a
 * repository's {@code bundles/} and is read like a mirror, so its files are verified again each time.
 */
public final class JarCache {

    /** The oldest JARs are deleted when all have more than 512 MiB. */
    private static final long MAX_BYTES = 512L << 20;

    private final Path directory;
    private final long maxBytes;

    /** @param data directory {@code data} of the home */
    public JarCache(Path data) {
        this(data, MAX_BYTES);
    }

    JarCache(Path data, long maxBytes) {
        this.directory = data.resolve("downloads");
        this.maxBytes = maxBytes;
    }

    /** Whether a JAR and its signature are stored. */
    public boolean contains(IndexedBundle bundle) {
        return Files.exists(directory.resolve(bundle.path()))
                && Files.exists(directory.resolve(bundle.signaturePath()));
    }

    /** The stored JARs. */
    public RepositorySource source() {
        return new DirectorySource(directory);
    }

    /**
     * Stores a verified JAR.
     *
     * @return empty if it is stored, else why it is not; the JAR can be installed nevertheless
     */
    Optional<String> store(IndexedBundle bundle, byte[] jar, byte[] signature) {
        try {
            Files.createDirectories(directory.resolve(bundle.path()).getParent());
            AtomicFiles.write(directory.resolve(bundle.signaturePath()), signature);
            AtomicFiles.write(directory.resolve(bundle.path()), jar);
            deleteOldest(directory.resolve(bundle.path()));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(WeirException.failed(
                            "cannot keep a copy of the JAR in " + directory,
                            "The installation goes on. Check the directory and the free disk space.",
                            e)
                    .getMessage());
        }
    }

    private void deleteOldest(Path newest) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(newest.getParent())) {
            for (Path file : files.filter(path -> path.toString().endsWith(".jar"))
                    .filter(path -> !path.equals(newest))
                    .sorted(Comparator.comparing((Path path) -> path.toFile().lastModified())
                            .reversed())
                    .toList()) {
                jars.add(file);
            }
        }
        long bytes = Files.size(newest);
        for (Path jar : jars) {
            bytes += jar.toFile().length(); // 0 if another command has just deleted it
            if (bytes > maxBytes) {
                Files.deleteIfExists(jar);
                Files.deleteIfExists(Path.of(jar.toString().replaceFirst("jar$", "sig")));
            }
        }
    }
}
