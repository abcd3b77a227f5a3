package weir.installer.internal.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import weir.base.AtomicFiles;
import weir.installer.verify.PluginRejectedException;

/**
 * Stores copies of plugins as {@code <sha256>.jar}. Bundles use these copies, so a change in the plugins directory does not affect an
 * active bundle. Also after a crash, a copy is either complete or missing.
 */
public final class BundleStore {

    private static final String TEMPORARY_FILE_SUFFIX = ".part";
    private static final String JAR_SUFFIX = ".jar";
    static final long MAX_MIB = 256;

    private final Path directory;

    public BundleStore(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    /**
     * Creates a temporary copy of a file. The caller verifies the copy and then stores it.
     *
     * @throws PluginRejectedException if the file is too large; then no copy is created
     */
    public TemporaryCopy copy(Path file) throws PluginRejectedException, IOException {
        if (Files.isDirectory(file)) {
            throw new PluginRejectedException("it is a directory; put the JAR itself into the plugins directory");
        }
        if (Files.size(file) > MAX_MIB << 20) {
            throw new PluginRejectedException("it is larger than " + MAX_MIB + " MiB; keep data out of the bundle");
        }
        Path copy = Files.createTempFile(directory, "copy", TEMPORARY_FILE_SUFFIX);
        try (OutputStream out = Files.newOutputStream(copy)) {
            return new TemporaryCopy(copy, copyAndHash(file, out));
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** Returns the path of the copy with this hash, also if the copy does not exist. */
    public Path path(String hash) {
        return directory.resolve(hash + JAR_SUFFIX);
    }

    /** Whether the copy with this hash exists and is undamaged. */
    public boolean contains(String hash) throws IOException {
        return Files.isRegularFile(path(hash)) && hash(path(hash)).equals(hash);
    }

    /** Returns the SHA-256 of a file in lower-case hexadecimal digits. */
    public static String hash(Path file) throws IOException {
        return copyAndHash(file, OutputStream.nullOutputStream());
    }

    /** Deletes all copies except those with these hashes, and temporary copies that a crash has left. */
    public void retainOnly(Set<String> hashes) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*{.jar,.part}")) {
            for (Path file : files) {
                if (!hashes.contains(file.getFileName().toString().replace(JAR_SUFFIX, ""))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static String copyAndHash(Path file, OutputStream out) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform provides SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A temporary copy. {@link #close} deletes it unless it was stored. */
    public final class TemporaryCopy implements AutoCloseable {
        private final Path file;
        private final String hash;

        private TemporaryCopy(Path file, String hash) {
            this.file = file;
            this.hash = hash;
        }

        Path file() {
            return file;
        }

        public String hash() {
            return hash;
        }

        void store() throws IOException {
            AtomicFiles.force(file);
            AtomicFiles.move(file, path(hash));
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
