package weir.share.fetch;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import weir.share.repository.RepositorySource;

/** Reads each file of a repository at most once, so that what was verified is what is stored. For one thread. */
final class ReadOnceSource implements RepositorySource {

    private final RepositorySource source;
    private final Map<String, byte[]> files = new HashMap<>();

    ReadOnceSource(RepositorySource source) {
        this.source = source;
    }

    @Override
    public byte[] read(String path, long maxBytes) throws IOException {
        byte[] known = files.get(path);
        if (known == null) {
            known = source.read(path, maxBytes);
            files.put(path, known);
        }
        return known;
    }

    @Override
    public String toString() {
        return source.toString();
    }
}
