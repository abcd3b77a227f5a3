package weir.installer.internal;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Packs real bundles with bnd, as an author's build does. */
final class Pack {

    private final Map<String, String> headers = new TreeMap<>();

    /** A good strategy bundle. */
    static Pack sample(String version, String content) {
        return of("weir.sample", version, content).with("Bundle-SymbolicName", "my.sample");
    }

    /** A bundle of one package, with a text that its strategy reads. */
    static Pack of(String packageName, String version, String content) {
        return new Pack()
                .with("Bundle-SymbolicName", packageName)
                .with("Bundle-Version", version)
                .with("-includepackage", packageName)
                .with("-includeresource", "content.txt;literal='" + content + "'");
    }

    Pack with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** Writes the bundle beside and renames it, as a careful person does. */
    void to(Path file) {
        try (Builder builder = new Builder()) {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                boolean needed = entry.contains("target") || entry.contains("org.osgi.service.component");
                if (needed && Files.exists(Path.of(entry))) {
                    builder.addClasspath(new File(entry));
                }
            }
            builder.setProperty("-noextraheaders", "true");
            builder.setProperty("-reproducible", "true");
            headers.forEach(builder::setProperty);
            Jar jar = builder.build();
            Path beside = file.resolveSibling(file.getFileName() + ".packing");
            jar.write(beside.toFile());
            // bnd gives it the time of its newest class; a build gives it its own.
            Files.setLastModifiedTime(beside, FileTime.from(Instant.now()));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
