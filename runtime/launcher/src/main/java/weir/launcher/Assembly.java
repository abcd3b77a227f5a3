package weir.launcher;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.base.WeirException;

/**
 * The assembled directory with {@code bin lib conf system plugins}. It holds no user state. All paths that it returns exist, except
 * {@link #startArchive}; a missing one is a {@link WeirException}.
 *
 * @param folder the directory, absolute
 * @param environment variables for {@code bin/weir}
 */
public record Assembly(Path folder, Map<String, String> environment) {

    /** An assembly without variables. */
    public Assembly(Path folder) {
        this(folder, Map.of());
    }

    /** The assembly that this process was started from; {@code bin/weir} sets its directory. */
    public static Assembly running() {
        return new Assembly(Path.of(System.getProperty("weir.install", ".")).toAbsolutePath());
    }

    /** The start script. */
    public Path script() {
        return existing("bin/weir");
    }

    /** Properties of the framework. */
    public Path frameworkProperties() {
        return existing("conf/config.properties");
    }

    /** The list of the host's bundles, with their versions. */
    public Path systemBundleList() {
        return existing("conf/weir.bndrun");
    }

    /** Options of the JVM, as an argument file. */
    public Path jvmOptions() {
        return existing("conf/jvm.options");
    }

    /** The class data sharing archive of this version of Java; it need not exist. */
    public Path startArchive() {
        return folder.resolve("lib/start-" + System.getProperty("java.version") + ".jsa");
    }

    /** The same assembly with hosts that write a class data sharing archive when they end. */
    public Assembly recordingStart(Path archive) {
        return new Assembly(folder, Map.of("WEIR_RECORD_START", archive.toString()));
    }

    /** Route files of a new home. */
    public Path routes() {
        return existing("conf/routes");
    }

    /** Strategies of a new home. */
    public Path plugins() {
        return existing("plugins");
    }

    /** All bundles of the host. */
    public List<Path> systemBundles() {
        return systemBundles("*.jar");
    }

    /** A bundle of the host. */
    public Path systemBundle(String symbolicName) {
        List<Path> found = systemBundles(symbolicName + "-[0-9]*.jar");
        return found.isEmpty() ? existing("system/" + symbolicName + "-*.jar") : found.get(0);
    }

    /** The JARs of child processes that run strategies: the runner, its frames, and the API of strategies. */
    public List<Path> childClassPath() {
        return List.of(
                existing("lib/weir.runner.jar"),
                systemBundle("weir.isolation"),
                systemBundle("weir.strategy"),
                systemBundle("weir.uniswap.v3"));
    }

    private List<Path> systemBundles(String glob) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(existing("system"), glob)) {
            found.forEach(jars::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw WeirException.failed("cannot read " + folder.resolve("system"), "Make it readable.", e);
        }
        return jars;
    }

    private Path existing(String name) {
        Path path = folder.resolve(name);
        if (!Files.exists(path)) {
            throw WeirException.failed(path + " is missing", "Build again: mvn package, or unpack the release again.");
        }
        return path;
    }
}
