package weir.share.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import weir.base.AtomicFiles;

/**
 * Replaces several files of a directory together, such as a signed file and its signature. They are written to a directory of their own
 * first; its rename is the moment of publication. A killed process leaves this directory, and {@link #complete} of the next one
 * publishes it.
 */
public final class PendingFiles {

    private final Path directory;
    private final List<String> files;
    private final Path written;
    private final Path pending;

    /**
     * @param directory directory of the files
     * @param name name of these files together; the directory of its own begins with a dot and this name
     * @param files names of the files
     */
    public PendingFiles(Path directory, String name, List<String> files) {
        this.directory = directory;
        this.files = files;
        this.written = directory.resolve("." + name + ".part");
        this.pending = directory.resolve("." + name);
    }

    /** Replaces the files. */
    public void publish(Map<String, byte[]> contents) throws IOException {
        delete(written);
        Files.createDirectories(written);
        for (String name : files) {
            AtomicFiles.write(written.resolve(name), contents.get(name));
        }
        AtomicFiles.move(written, pending);
        complete();
    }

    /** Completes a publication that was interrupted after its rename, and deletes the files of one that was interrupted before. */
    public void complete() throws IOException {
        delete(written);
        if (Files.isDirectory(pending, LinkOption.NOFOLLOW_LINKS)) {
            for (String name : files) {
                AtomicFiles.write(directory.resolve(name), Files.readAllBytes(pending.resolve(name)));
            }
            AtomicFiles.move(pending, written); // so that a part of it is never published
            delete(written);
        }
    }

    private void delete(Path folder) throws IOException {
        for (String name : files) {
            Files.deleteIfExists(folder.resolve(name));
            Files.deleteIfExists(folder.resolve(name + ".part"));
        }
        Files.deleteIfExists(folder);
    }
}
