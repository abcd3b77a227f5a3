package weir.installer.internal.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import weir.installer.verify.PluginEntries;

/**
 * Attributes of a directory entry that change when the content of the file changes.
 *
 * @param attributes empty if the entry does not exist
 */
public record FileStamp(Map<String, Object> attributes) {

    /** Stamp of an entry that does not exist. */
    public static final FileStamp MISSING = new FileStamp(Map.of());

    /** Stamp of an entry whose attributes cannot be read, for example of a link to a missing file. */
    private static final FileStamp UNREADABLE = new FileStamp(Map.of("unreadable", true));

    /** The time {@code ctime} is set by the kernel at each change, also if a program copies the modification time. */
    private static final String UNIX_ATTRIBUTES = "unix:size,lastModifiedTime,ctime,fileKey";

    private static final String BASIC_ATTRIBUTES = "size,lastModifiedTime,fileKey";

    /**
     * Returns the stamps of the plugins in a directory by file name.
     *
     * @throws IOException if the directory cannot be read; this does not mean that its files were deleted
     */
    public static Map<String, FileStamp> list(Path directory) throws IOException {
        Map<String, FileStamp> stamps = new TreeMap<>();
        for (Path entry : PluginEntries.list(directory)) {
            FileStamp stamp = of(entry);
            if (stamp != MISSING) { // not deleted since it was listed
                stamps.put(entry.getFileName().toString(), stamp);
            }
        }
        return stamps;
    }

    private static FileStamp of(Path entry) {
        boolean isUnix = entry.getFileSystem().supportedFileAttributeViews().contains("unix");
        try {
            return new FileStamp(Files.readAttributes(entry, isUnix ? UNIX_ATTRIBUTES : BASIC_ATTRIBUTES));
        } catch (IOException e) {
            return Files.exists(entry, LinkOption.NOFOLLOW_LINKS) ? UNREADABLE : MISSING;
        }
    }
}
