package weir.backtest.sweep;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import weir.backtest.internal.sweep.ContentHash;
import weir.base.WeirException;

/**
 * The code of Weir and of its OSGi framework in a process. Processes with equal identities compute equal results.
 *
 * @param version version of Weir; {@code unknown} if its classes are not in JARs
 * @param hash SHA-256 of names and contents of the JARs, in hexadecimal digits
 */
public record BuildIdentity(String version, String hash) {

    private static final String SYMBOLIC_NAME = "Bundle-SymbolicName";
    private static final String VERSION = "Bundle-Version";
    private static final Pattern OWN = Pattern.compile("(weir|org\\.apache\\.felix|org\\.osgi)\\..*");
    /** Runs trials elsewhere; results do not depend on it. */
    private static final String CLUSTER_ENGINE = "weir.spark";

    private record Jar(Path file, String version) {}

    /** The code on this process's class path. */
    public static BuildIdentity running() {
        SortedMap<String, Jar> jars = find();
        jars.remove(CLUSTER_ENGINE);
        Jar own = jars.get("weir.backtest");
        return new BuildIdentity(own == null ? "unknown" : own.version, ContentHash.ofFiles(paths(jars)));
    }

    /** The JARs of Weir, Felix and OSGi on this process's class path, by symbolic name. */
    public static SortedMap<String, Path> jars() {
        return paths(find());
    }

    private static SortedMap<String, Path> paths(Map<String, Jar> jars) {
        SortedMap<String, Path> paths = new TreeMap<>();
        jars.forEach((name, jar) -> paths.put(name, jar.file));
        return paths;
    }

    /** Of two JARs with one name, the first is used. */
    private static SortedMap<String, Jar> find() {
        SortedMap<String, Jar> jars = new TreeMap<>();
        try {
            for (URL url : Collections.list(BuildIdentity.class.getClassLoader().getResources(JarFile.MANIFEST_NAME))) {
                if (!(url.openConnection() instanceof JarURLConnection connection)) {
                    continue;
                }
                Attributes main = read(url).getMainAttributes();
                String name = String.valueOf(main.getValue(SYMBOLIC_NAME)).replaceFirst(";.*", "");
                if (OWN.matcher(name).matches()) {
                    Path file = Path.of(connection.getJarFileURL().toURI());
                    jars.putIfAbsent(name, new Jar(file, main.getValue(VERSION)));
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw WeirException.failed("cannot read the class path", "Build or install Weir again.", e);
        }
        return jars;
    }

    private static Manifest read(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new Manifest(in);
        }
    }

    /** Version and the first digits of the hash, for messages. */
    @Override
    public String toString() {
        return version + " (build " + hash.substring(0, 12) + ")";
    }
}
