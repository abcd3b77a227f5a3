package weir.console.internal.admin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A small file that only the host's own user may read (0600): written beside and renamed, so it is never half there. */
final class OwnerFile {

    private static final String PART = ".part";

    private OwnerFile() {}

    static void write(Path file, String text) throws IOException {
        String name = file.getFileName().toString();
        clear(file.getParent(), name);
        Path beside = Files.createTempFile(
                file.getParent(),
                name,
                PART,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** What a kill left behind; each file has one writer. */
    private static void clear(Path folder, String name) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, name + "*" + PART)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }
}
