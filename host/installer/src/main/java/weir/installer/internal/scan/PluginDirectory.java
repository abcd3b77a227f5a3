package weir.installer.internal.scan;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The JARs in the plugins directory. Files whose names begin with a dot are ignored. */
public record PluginDirectory(Path path) {

    /**
     * Lists the JARs by file name.
     *
     * @throws IOException if the directory cannot be read; this must not be taken for the removal of its files
     */
    public Map<String, FileStamp> list() throws IOException {
        Map<String, FileStamp> stamps = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "[!.]*.jar")) {
            for (Path file : files) {
                FileStamp stamp = FileStamp.of(file);
                if (stamp != FileStamp.MISSING) {
                    stamps.put(file.getFileName().toString(), stamp);
                }
            }
        }
        return stamps;
    }

    public Path resolve(String file) {
        return path.resolve(file);
    }

    /** Whether the directory exists and commands cannot install into it. The host itself only reads it. */
    public boolean isReadOnly() {
        // In this order: a directory that disappears between the two checks is not read-only.
        return !Files.isWritable(path) && Files.isDirectory(path);
    }
}
