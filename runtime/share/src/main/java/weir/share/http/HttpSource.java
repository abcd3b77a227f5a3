package weir.share.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import weir.share.repository.RepositorySource;

/**
 * A repository on a web server. Immutable and thread-safe.
 *
 * @param base address of the repository, which ends with a slash
 * @param headers headers of each request
 * @param download how files are read
 */
public record HttpSource(URI base, Map<String, String> headers, HttpDownload download) implements RepositorySource {

    @Override
    public byte[] read(String path, long maxBytes) throws IOException {
        return download.read(base.resolve(path), headers, maxBytes);
    }

    /** The address without a slash at its end; never the headers. */
    @Override
    public String toString() {
        String text = base.toString();
        return text.substring(0, text.length() - 1);
    }
}
