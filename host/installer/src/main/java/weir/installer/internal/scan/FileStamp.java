package weir.installer.internal.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Size, modification time and inode of a file: a change of content changes one of them.
 *
 * @param size in bytes; -1 for a file that does not exist
 */
public record FileStamp(long size, FileTime modified, String inode) {

    /** Stamp of a file that does not exist, or is not a regular file. */
    public static final FileStamp MISSING = new FileStamp(-1, FileTime.fromMillis(0), "");

    static FileStamp of(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? new FileStamp(
                            attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()))
                    : MISSING;
        } catch (NoSuchFileException e) {
            return MISSING;
        }
    }
}
