package weir.installer.internal.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import weir.base.AtomicFiles;
import weir.base.Sha256;
import weir.installer.verify.PluginEntries;
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
     * @throws PluginRejectedException if the file is not a regular file or too large; then no copy is created
     */
    public TemporaryCopy copy(Path file) throws PluginRejectedException, IOException {
        PluginEntries.requireFile(file);
        if (Files.size(file) > MAX_MIB << 20) {
            throw tooLarge();
        }
        Path copy = Files.createTempFile(directory, "copy", TEMPORARY_FILE_SUFFIX);
        try (OutputStream out = Files.newOutputStream(copy)) {
            return new TemporaryCopy(copy, copyAndHash(file, out));
        } catch (IOException | PluginRejectedException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** Returns the path of the copy with this hash, also if the copy does not exist. */
    public Path path(String hash) {
        return directory.resolve(hash + JAR_SUFFIX);
    }

    /** Whether the copy with this hash exists and is undamaged. */
    public boolean contains(String hash) {
        return hasContent(path(hash), hash);
    }

    /** Whether a file can be read and has the content with this hash. */
    public static boolean hasContent(Path file, String hash) {
        try {
            PluginEntries.requireFile(file);
            return copyAndHash(file, OutputStream.nullOutputStream()).equals(hash);
        } catch (IOException | PluginRejectedException e) {
            return false;
        }
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

    /** Returns the SHA-256 in lower-case hexadecimal digits. */
    private static String copyAndHash(Path file, OutputStream out) throws IOException, PluginRejectedException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            long remaining = MAX_MIB << 20;
            byte[] buffer = new byte[1 << 16];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                remaining -= length;
                if (remaining < 0) {
                    throw tooLarge(); // the file is still growing
                }
                out.write(buffer, 0, length);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static PluginRejectedException tooLarge() {
        return new PluginRejectedException("it is larger than " + MAX_MIB + " MiB", "keep data out of the bundle");
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
