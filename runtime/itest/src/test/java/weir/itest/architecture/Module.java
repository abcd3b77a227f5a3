package weir.itest.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Constants;

/**
 * A module as built.
 *
 * @param name symbolic name
 * @param packages packages that its classes are in
 * @param references packages of Weir that its classes refer to
 * @param exports packages that its manifest exports
 * @param imports packages that its manifest imports
 * @param exportHeader the manifest's {@code Export-Package}
 */
public record Module(
        String name,
        Set<String> packages,
        Set<String> references,
        Set<String> exports,
        Set<String> imports,
        String exportHeader) {

    private static final Pattern REFERENCE = Pattern.compile("(?m)^ +weir\\.\\S+ +-> +(weir\\.\\S+)");

    /** Reads a folder of classes with a manifest. */
    public static Module read(Path classes) throws IOException {
        try (InputStream in = Files.newInputStream(classes.resolve(JarFile.MANIFEST_NAME))) {
            return of(new Manifest(in), packages(classes), references(classes));
        }
    }

    /** Reads the manifest of a JAR. */
    public static Module readManifest(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return of(file.getManifest(), Set.of(), Set.of());
        }
    }

    private static Module of(Manifest manifest, Set<String> packages, Set<String> references) {
        return new Module(
                header(manifest, Constants.BUNDLE_SYMBOLICNAME).replaceAll(";.*", ""),
                packages,
                references,
                packages(manifest, Constants.EXPORT_PACKAGE),
                packages(manifest, Constants.IMPORT_PACKAGE),
                header(manifest, Constants.EXPORT_PACKAGE));
    }

    private static Set<String> packages(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> classes.relativize(file.getParent()).toString().replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> references(Path classes) {
        StringWriter out = new StringWriter();
        int status = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(out),
                        new PrintWriter(out),
                        "-verbose:package",
                        "-filter:none",
                        "--multi-release",
                        "base",
                        classes.toString());
        if (status != 0) {
            throw new IllegalStateException(out.toString());
        }
        Set<String> references = new TreeSet<>();
        Matcher lines = REFERENCE.matcher(out.toString());
        while (lines.find()) {
            references.add(lines.group(1));
        }
        return references;
    }

    private static String header(Manifest manifest, String name) {
        String value = manifest.getMainAttributes().getValue(name);
        return value == null ? "" : value;
    }

    /** The package names of a header. Quoted attributes may contain commas. */
    private static Set<String> packages(Manifest manifest, String header) {
        return Stream.of(header(manifest, header).replaceAll("\"[^\"]*\"", "").split(","))
                .flatMap(clause -> Stream.of(clause.split(";")))
                .filter(part -> !part.isBlank() && !part.contains("="))
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
