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
 * The assembled folder: {@code bin lib conf system plugins}. It holds no user state.
 *
 * @param folder the folder, absolute
 * @param environment what {@code bin/weir} is told beyond the command
 */
public record Assembly(Path folder, Map<String, String> environment) {

    /** An assembly that is started as it is. */
    public Assembly(Path folder) {
        this(folder, Map.of());
    }

    /** The folder that this process was started from, as {@code bin/weir} says. */
    public static Assembly running() {
        return new Assembly(Path.of(System.getProperty("weir.install", ".")).toAbsolutePath());
    }

    /** The script that starts a command. */
    public Path script() {
        return existing("bin/weir");
    }

    /** The framework's properties. */
    public Path frameworkProperties() {
        return existing("conf/config.properties");
    }

    /** Options of the JVM, as a file of arguments. */
    public Path jvmOptions() {
        return existing("conf/jvm.options");
    }

    /** Where {@code bin/weir} looks for the recorded start of this Java. */
    public Path startArchive() {
        return folder.resolve("lib/start-" + System.getProperty("java.version") + ".jsa");
    }

    /** The same assembly, whose hosts record their start into a file when they end. */
    public Assembly recordingStart(Path file) {
        return new Assembly(folder, Map.of("WEIR_RECORD_START", file.toString()));
    }

    /** Route files that a new home begins with. */
    public Path routes() {
        return existing("conf/routes");
    }

    /** Strategies that a new home begins with. */
    public Path plugins() {
        return existing("plugins");
    }

    /** All bundles that the host consists of. */
    public List<Path> systemBundles() {
        return jars("*.jar");
    }

    /**
     * A bundle that the host consists of.
     *
     * @param name the beginning of its file's name, up to the version
     */
    public Path systemBundle(String name) {
        List<Path> found = jars(name + "-[0-9]*.jar");
        return found.isEmpty() ? existing("system/" + name + "-*.jar") : found.get(0);
    }

    private List<Path> jars(String glob) {
        Path system = existing("system");
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(system, glob)) {
            found.forEach(jars::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw WeirException.failed("cannot read " + system, "Make it readable.", e);
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
