package weir.share.repository;

import java.io.IOException;

/** The files of a repository: a directory, or a web server. */
public interface RepositorySource {

    /**
     * Reads a file.
     *
     * @param path relative path below the repository
     * @param maxBytes longest content; a longer one is an error
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read, or is too long
     */
    byte[] read(String path, long maxBytes) throws IOException;

    /** The address or directory, for messages; without credentials. */
    @Override
    String toString();
}
