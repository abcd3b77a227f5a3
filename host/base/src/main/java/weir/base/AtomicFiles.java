package weir.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces files so that after {@code kill -9} or power loss a file has either its old or its new content, never a mixture.
 * Writes the content to {@code <name>.part} in the same directory, forces it to disk, renames the file, and forces the
 * directory to disk. Stateless. Two threads must not write the same file at the same time.
 */
public final class AtomicFiles {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<OpenOption> CREATE_AND_WRITE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private AtomicFiles() {}

    /**
     * Replaces the content of a file with a text in UTF-8.
     *
     * @throws IOException if the file cannot be written; the old content then remains
     */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Replaces the content of a file.
     *
     * @throws IOException if the file cannot be written; the old content then remains
     */
    public static void write(Path file, byte[] content) throws IOException {
        replace(file, content);
    }

    /**
     * Replaces the content of a file. Only the owner can read the file (mode 0600), also while it is written.
     *
     * @throws IOException if the file cannot be written; the old content then remains
     */
    public static void writeOwnerOnly(Path file, String text) throws IOException {
        replace(file, text.getBytes(StandardCharsets.UTF_8), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    /**
     * Renames a file and forces the rename to disk.
     *
     * @param from file whose content was forced to disk with {@link #force}
     * @param to new name in the same directory; an existing file is replaced
     */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(to.toAbsolutePath().getParent());
    }

    /** Forces the content of a file, or the entries of a directory, to disk. */
    public static void force(Path fileOrDirectory) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void replace(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        Path partFile = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(partFile); // A killed process may have left it.
        try (FileChannel out = FileChannel.open(partFile, CREATE_AND_WRITE, attributes)) {
            for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
                out.write(rest);
            }
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(partFile);
            throw e;
        }
        move(partFile, file);
    }
}
