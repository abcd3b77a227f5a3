package weir.cli.host;

import java.nio.file.Files;
import java.nio.file.Path;
import weir.cli.CommandFailure;

/**
 * The assembled folder: {@code bin lib conf system plugins}. It holds no user state.
 *
 * @param folder the folder, absolute
 */
public record Assembly(Path folder) {

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

    /** Route files that a new home begins with. */
    public Path routes() {
        return existing("conf/routes");
    }

    /** Strategies that a new home begins with. */
    public Path plugins() {
        return existing("plugins");
    }

    private Path existing(String name) {
        Path path = folder.resolve(name);
        if (!Files.exists(path)) {
            throw CommandFailure.failed(path + " is missing", "Build again: mvn package, or unpack the release again.");
        }
        return path;
    }
}
