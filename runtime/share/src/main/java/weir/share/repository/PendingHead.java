package weir.share.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import weir.base.AtomicFiles;

/**
 * Replaces index, head and signature of a repository together. They are written to a directory of their own first; its rename is the
 * moment of publication. A killed process leaves this directory, and {@link #complete} of the next one publishes it.
 */
final class PendingHead {

    private static final List<String> FILES =
            List.of(RepositoryHead.INDEX, RepositoryHead.FILE, RepositoryHead.SIGNATURE);

    private final Path directory;
    private final Path written;
    private final Path pending;

    /** @param directory the repository */
    PendingHead(Path directory) {
        this.directory = directory;
        this.written = directory.resolve(".head.part");
        this.pending = directory.resolve(".head");
    }

    /** Publishes a new head. */
    void publish(byte[] index, byte[] head, byte[] signature) throws IOException {
        delete(written);
        Files.createDirectories(written);
        AtomicFiles.write(written.resolve(RepositoryHead.INDEX), index);
        AtomicFiles.write(written.resolve(RepositoryHead.FILE), head);
        AtomicFiles.write(written.resolve(RepositoryHead.SIGNATURE), signature);
        AtomicFiles.move(written, pending);
        complete();
    }

    /** Completes a publication that was interrupted after its rename, and deletes the files of one that was interrupted before. */
    void complete() throws IOException {
        delete(written);
        if (Files.isDirectory(pending, LinkOption.NOFOLLOW_LINKS)) {
            for (String name : FILES) {
                AtomicFiles.write(directory.resolve(name), Files.readAllBytes(pending.resolve(name)));
            }
            AtomicFiles.move(pending, written); // so that a part of it is never published
            delete(written);
        }
    }

    private static void delete(Path folder) throws IOException {
        for (String name : FILES) {
            Files.deleteIfExists(folder.resolve(name));
            Files.deleteIfExists(folder.resolve(name + ".part"));
        }
        Files.deleteIfExists(folder);
    }
}
