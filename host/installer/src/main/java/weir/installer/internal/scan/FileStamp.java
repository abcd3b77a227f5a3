package weir.installer.internal.scan;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;

/**
 * Size, modification time and inode of a file. A change of the file's content changes its stamp.
 *
 * @param size in bytes; -1 if the file does not exist
 * @param modified modification time
 * @param inode key of the file in its file system
 */
public record FileStamp(long size, FileTime modified, String inode) {

    /** Stamp of a file that does not exist. */
    public static final FileStamp MISSING = new FileStamp(-1, FileTime.fromMillis(0), "");

    /** Stamp of a directory entry whose attributes cannot be read. */
    private static final FileStamp UNREADABLE = new FileStamp(0, FileTime.fromMillis(0), "unreadable");

    /**
     * Returns the stamps of the JARs in a directory by file name, without files whose names begin with a dot.
     *
     * @throws IOException if the directory cannot be read; this does not mean that its files were deleted
     */
    public static Map<String, FileStamp> list(Path directory) throws IOException {
        Map<String, FileStamp> stamps = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[!.]*.jar")) {
            for (Path file : files) {
                FileStamp stamp = of(file);
                if (stamp != MISSING) {
                    stamps.put(file.getFileName().toString(), stamp);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return stamps;
    }

    private static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            String inode = String.valueOf(attributes.fileKey());
            return new FileStamp(attributes.size(), attributes.lastModifiedTime(), inode);
        } catch (NoSuchFileException e) {
            return MISSING; // deleted since it was listed, or a link to a missing file
        } catch (IOException e) {
            return UNREADABLE; // for example a symbolic link to itself; the attempt to copy it reports the problem
        }
    }
}
