package weir.spark.internal.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weir.base.AtomicFiles;

/** Verified copies of published files on an executor. Each list of files has a directory. Thread-safe. */
public final class FileCache {

    private final Path root;
    private final Map<List<ContentFile>, Path> directories = new HashMap<>();

    /** @param root directory of the copies; only one process may use it */
    public FileCache(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * A directory with exactly these files. Fetches them at the first call, and again if a cleaner of temporary directories has removed
     * them: a history without its files has no swaps, so trials over it would have other results.
     *
     * @throws DamagedFileException if a copy has another content
     */
    public synchronized Path directory(List<ContentFile> files, FileTransfer transfer) throws IOException {
        Path directory = directories.get(files);
        if (directory == null || !isComplete(directory, files)) {
            directory = root.resolve(name(files));
            for (ContentFile file : files) {
                fetch(file, directory, transfer);
            }
            directories.put(List.copyOf(files), directory);
        }
        return directory;
    }

    private static boolean isComplete(Path directory, List<ContentFile> files) throws IOException {
        for (ContentFile file : files) {
            Path copy = directory.resolve(file.name());
            if (!Files.isRegularFile(copy) || Files.size(copy) != file.bytes()) {
                return false;
            }
        }
        return true;
    }

    private static String name(List<ContentFile> files) throws IOException {
        byte[] description = files.toString().getBytes(StandardCharsets.UTF_8);
        return ContentFile.sha256(new ByteArrayInputStream(description)).substring(0, 16);
    }

    private static void fetch(ContentFile file, Path directory, FileTransfer transfer) throws IOException {
        Path target = directory.resolve(file.name()).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException(file.name() + " is not a path below a directory");
        }
        if (file.matches(target)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            transfer.fetch(file, part);
            file.verify(part, transfer.toString());
            AtomicFiles.move(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
