package weir.itest.probe;

import java.nio.file.Path;

/**
 * What the probes try to reach. A test creates it for them; they get it as one line of text.
 *
 * @param folder directory outside the fence, with the files {@code wallet} and {@code admin.token}
 * @param host process id of the host, or of what stands for it
 * @param victim process id of another process of the same user
 * @param port TCP and UDP port on the loopback address
 */
public record Targets(Path folder, long host, long victim, int port) {

    private static final String SEPARATOR = ";";

    /** Reads the line again. */
    public static Targets parse(String line) {
        String[] fields = line.split(SEPARATOR);
        return new Targets(
                Path.of(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]), Integer.parseInt(fields[3]));
    }

    /** The line. */
    public String format() {
        return folder + SEPARATOR + host + SEPARATOR + victim + SEPARATOR + port;
    }

    /** A file in the directory. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** The UNIX socket that listens in the directory. */
    public Path socket() {
        return folder.resolve("socket");
    }
}
