package weir.cli.host;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import weir.cli.CommandFailure;

/**
 * The assembled folder: {@code bin lib conf system plugins}. It holds no user state.
 *
 * @param folder the folder, absolute
 */
public record Assembly(Path folder) {

    /** The folder that this code was started from: its JAR lies in {@code lib/cli}. */
    public static Assembly running() {
        try {
            Path jar = Path.of(Assembly.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new Assembly(jar.resolve("../../..").normalize());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path is no file", e);
        }
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
