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
 * Copies of plugins, named {@code <sha256>.jar}. Bundles are loaded from here, so that a change of a file in the plugins directory
 * does not affect an active bundle. A copy is complete or does not exist, even after a crash.
 */
public final class BundleStore {

    private static final String TEMPORARY_SUFFIX = ".part";
    private static final String JAR_SUFFIX = ".jar";
    static final long MAX_MIB = 256;

    private final Path directory;

    public BundleStore(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    /**
     * Makes a temporary copy of a file, to be verified before it is stored.
     *
     * @throws PluginRejectedException if the file is too large; nothing is written then
     */
    public TemporaryCopy copy(Path file) throws PluginRejectedException, IOException {
        if (Files.isDirectory(file)) {
            throw new PluginRejectedException("it is a directory; put the JAR itself into the plugins directory");
        }
        if (Files.size(file) > MAX_MIB << 20) {
            throw new PluginRejectedException("it is larger than " + MAX_MIB + " MiB; keep data out of the bundle");
        }
        Path copy = Files.createTempFile(directory, "copy", TEMPORARY_SUFFIX);
        try (OutputStream out = Files.newOutputStream(copy)) {
            return new TemporaryCopy(copy, transfer(file, out));
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** The path of the copy with this hash, whether or not it exists. */
    public Path path(String hash) {
        return directory.resolve(hash + JAR_SUFFIX);
    }

    /** Whether there is a copy with this hash and its content is undamaged. */
    public boolean contains(String hash) throws IOException {
        return Files.isRegularFile(path(hash)) && hash(path(hash)).equals(hash);
    }

    /** SHA-256 of a file in lower-case hexadecimal digits. */
    public static String hash(Path file) throws IOException {
        return transfer(file, OutputStream.nullOutputStream());
    }

    /** Deletes all other copies, and temporary copies that a crash left behind. */
    public void retainOnly(Set<String> hashes) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*{.jar,.part}")) {
            for (Path file : files) {
                if (!hashes.contains(file.getFileName().toString().replace(JAR_SUFFIX, ""))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static String transfer(Path file, OutputStream out) throws IOException {
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

    /** A copy that is deleted on {@link #close} unless it was stored. */
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
