package weir.installer.verify;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The entries of a directory that are plugins. The host and the commands that run without it use the same rules. */
public final class PluginEntries {

    private PluginEntries() {}

    /**
     * Returns the entries whose names end with {@code .jar}, in upper or lower case, sorted by name. Hidden files, whose names begin
     * with a dot, are no plugins: macOS creates {@code ._NAME.jar} beside each file that it copies to other file systems.
     *
     * @throws IOException if the directory cannot be read
     */
    public static List<Path> list(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, PluginEntries::isPlugin)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(null);
        return entries;
    }

    private static boolean isPlugin(Path entry) {
        String name = entry.getFileName().toString();
        return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    /**
     * Must be called before an entry is opened, because opening a pipe blocks until another process writes to it. Accepts a missing
     * entry.
     *
     * @throws PluginRejectedException if the entry exists and is not a file
     */
    public static void requireFile(Path entry) throws PluginRejectedException {
        if (Files.isRegularFile(entry) || Files.notExists(entry, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(entry)) {
            throw new PluginRejectedException(
                    "it is a directory",
                    "put the JAR itself there; if a container mounts this file, check that the file exists outside");
        }
        throw Files.isSymbolicLink(entry)
                ? new PluginRejectedException("it is a symbolic link that leads to no file", "correct the link")
                : new PluginRejectedException("it is a pipe, a socket or a device", "put a JAR there");
    }
}
