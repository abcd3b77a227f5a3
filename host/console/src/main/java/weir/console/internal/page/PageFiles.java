package weir.console.internal.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import weir.web.WebFile;

/** The page's files: an allow-list, which the first request for each file loads. Thread-safe. */
final class PageFiles {

    /** Media types of the page's own files, by name. */
    private static final Map<String, String> OWN = Map.of(
            "index.html", "text/html",
            "page.css", "text/css",
            "page.js", "text/javascript",
            "panels.js", "text/javascript",
            "status-panels.js", "text/javascript",
            "actions.js", "text/javascript",
            "dom.js", "text/javascript",
            "icon.svg", "image/svg+xml");

    private final Map<String, PageFile> loaded = new ConcurrentHashMap<>();

    record PageFile(String mediaType, byte[] content) {}

    /** Finds the file of a path: {@code /} or {@code /page/NAME}. */
    Optional<PageFile> find(String path) {
        String name = path.equals("/") ? "index.html" : path.substring("/page/".length());
        PageFile file = loaded.get(name);
        if (file == null) {
            file = load(name);
            if (file != null) {
                loaded.put(name, file);
            }
        }
        return Optional.ofNullable(file);
    }

    private static PageFile load(String name) {
        for (WebFile shared : WebFile.values()) {
            if (shared.fileName().equals(name)) {
                return new PageFile(shared.mediaType(), shared.bytes());
            }
        }
        return OWN.containsKey(name) ? new PageFile(OWN.get(name), read(name)) : null;
    }

    private static byte[] read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " of the bundle weir.console", e);
        }
    }
}
