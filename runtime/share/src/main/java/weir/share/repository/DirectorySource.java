package weir.share.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A repository in a directory.
 *
 * @param directory the directory
 */
public record DirectorySource(Path directory) implements RepositorySource {

    @Override
    public byte[] read(String path, long maxBytes) throws IOException {
        Path file = directory.resolve(path);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes((int) maxBytes + 1);
            if (content.length > maxBytes) {
                throw new IOException(file + " has more than " + maxBytes + " bytes");
            }
            return content;
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
