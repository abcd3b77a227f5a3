package weir.bench.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import weir.base.TemporaryDirectory;
import weir.launcher.Assembly;

/** A copy of the assembled directory, in which some bundles may be empty. It has no class data sharing archive, which fits one directory only. */
final class AssemblyCopy implements AutoCloseable {

    private static final List<String> IDENTITY =
            List.of("Bundle-ManifestVersion", "Bundle-SymbolicName", "Bundle-Version");

    private final TemporaryDirectory folder = TemporaryDirectory.create("weir-bench-assembly");

    /** @param emptied symbolic names of bundles that get no content: no package, no component */
    AssemblyCopy(Assembly source, List<String> emptied) throws IOException {
        try (Stream<Path> files = Files.walk(source.folder())) {
            for (Path file :
                    files.filter(each -> !each.toString().endsWith(".jsa")).toList()) {
                Files.copy(
                        file,
                        folder.path().resolve(source.folder().relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        for (String name : emptied) {
            empty(assembly().systemBundle(name));
        }
    }

    Assembly assembly() {
        return new Assembly(folder.path());
    }

    private static void empty(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (JarFile original = new JarFile(jar.toFile())) {
            for (String header : IDENTITY) {
                attributes.putValue(
                        header, original.getManifest().getMainAttributes().getValue(header));
            }
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream emptied = new JarOutputStream(out, manifest)) {
            emptied.finish();
        }
    }

    @Override
    public void close() {
        folder.remove();
    }
}
