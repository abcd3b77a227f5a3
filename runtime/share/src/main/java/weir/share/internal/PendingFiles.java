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
 * first; after its rename, they replace the old ones, one after the other. A kill before this rename leaves the old files. A kill after
 * it can leave new files beside old ones until {@link #complete} of the next process replaces the rest; their hashes and signatures do
 * not match then, so a reader uses none of them.
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
        if (isPending()) {
            for (String name : files) {
                AtomicFiles.write(directory.resolve(name), Files.readAllBytes(pending.resolve(name)));
            }
            AtomicFiles.move(pending, written); // so that a part of it is never published
            delete(written);
        }
    }

    /** Whether {@link #complete} has something to complete. */
    public boolean isPending() {
        return Files.isDirectory(pending, LinkOption.NOFOLLOW_LINKS);
    }

    private void delete(Path folder) throws IOException {
        for (String name : files) {
            Files.deleteIfExists(folder.resolve(name));
            Files.deleteIfExists(folder.resolve(name + ".part"));
        }
        Files.deleteIfExists(folder);
    }
}
