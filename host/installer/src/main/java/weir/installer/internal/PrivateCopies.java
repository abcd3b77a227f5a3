package weir.installer.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import weir.base.AtomicFiles;

/**
 * Copies of plugins under their content hash, {@code <sha256>.jar}: bundles are loaded from here, so that nothing that happens
 * to a file in the plugins folder can touch a running bundle. A copy is written beside, forced to disk and renamed: it is there
 * as a whole or not at all.
 */
final class PrivateCopies {

    private static final String DRAFT = ".part";

    /** A strategy is small; no larger file is copied, whatever it is. */
    static final long LARGEST = 256L << 20;

    private final Path folder;

    PrivateCopies(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /**
     * Copies a file aside, to be verified before it is kept.
     *
     * @throws Refusal if it is too large; the disk is not touched then
     */
    Draft draft(Path file) throws Refusal, IOException {
        if (Files.size(file) > LARGEST) {
            throw new Refusal("it is larger than 256 MiB; leave data out of the bundle");
        }
        Path aside = Files.createTempFile(folder, "copy", DRAFT);
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file);
                FileChannel out = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read); rest.hasRemaining(); ) {
                    out.write(rest);
                }
            }
            return new Draft(aside, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            Files.deleteIfExists(aside);
            throw e;
        }
    }

    /** The copy with this hash. */
    Path path(String hash) {
        return folder.resolve(hash + ".jar");
    }

    /** Whether there is a copy with this hash, and its content still has it. */
    boolean isWhole(String hash) throws IOException {
        return Files.isRegularFile(path(hash)) && hash(path(hash)).equals(hash);
    }

    /** The hash that a copy of the file would have. */
    static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Deletes the copies that nobody needs, and drafts that a crash left behind. */
    void keepOnly(Set<String> hashes) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.endsWith(DRAFT)
                        || name.endsWith(".jar") && !hashes.contains(name.substring(0, name.length() - 4))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A copy on probation; closed without {@link #keep} it is gone. */
    final class Draft implements AutoCloseable {
        private final Path aside;
        private final String hash;

        private Draft(Path aside, String hash) {
            this.aside = aside;
            this.hash = hash;
        }

        Path aside() {
            return aside;
        }

        String hash() {
            return hash;
        }

        void keep() throws IOException {
            AtomicFiles.force(aside);
            Files.move(aside, path(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            AtomicFiles.force(folder);
        }

        @Override
        public void close() {
            try {
                Files.deleteIfExists(aside);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
