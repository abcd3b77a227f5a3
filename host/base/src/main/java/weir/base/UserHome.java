package weir.base;

import java.nio.file.Path;
import java.util.Map;

/**
 * Finds the user's home directory as a shell does: {@code $HOME}, or Java's {@code user.home} if {@code $HOME} is not set. The
 * two may differ in containers and under sudo. Stateless.
 */
public final class UserHome {

    private UserHome() {}

    /**
     * The home directory, absolute.
     *
     * @throws WeirException if it is unknown: {@code HOME} is not set, and the user has no entry in passwd
     */
    public static Path directory() {
        return directory(System.getenv());
    }

    /** Converts a path that a user wrote: replaces a leading {@code ~} with the home directory. */
    public static Path expand(String path) {
        return expand(path, System.getenv());
    }

    /** As {@link #expand(String)}, but takes {@code $HOME} from the given environment variables. */
    public static Path expand(String path, Map<String, String> environment) {
        if (path.equals("~")) {
            return directory(environment);
        }
        return path.startsWith("~/") ? directory(environment).resolve(path.substring(2)) : Path.of(path);
    }

    private static Path directory(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        String origin = home.isBlank() ? "user.home of Java" : "HOME";
        Path directory = Path.of(home.isBlank() ? System.getProperty("user.home", "") : home);
        // Java says "?" for a user without an entry in passwd, as in a container.
        if (!directory.isAbsolute()) {
            throw WeirException.usage(
                    "the user's home directory is unknown: " + origin + " is '" + directory + "'",
                    "Set HOME, or give an absolute path instead of ~, for example --home /data/weir.");
        }
        return directory;
    }
}
