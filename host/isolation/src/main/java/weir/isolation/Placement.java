package weir.isolation;

import java.util.List;
import java.util.Objects;

/**
 * How a bundle is to be run.
 *
 * @param publisher address of the publisher; bundles of one publisher share a child process. Empty for the operator's own bundles
 * @param name the operator's name for the publisher, which marks the output of its child process
 * @param level where the bundle runs
 * @param wrapper for {@link Level#EXTERNAL}, the command that starts the child process. Program and arguments of the child's JVM are
 *     appended to it, and standard input and output of the command must be those of the JVM. Empty for other levels
 */
public record Placement(String publisher, String name, Level level, List<String> wrapper) {

    /** The JVM of the host. */
    public static final Placement HOST = new Placement("", "", Level.HOST, List.of());

    public Placement {
        Objects.requireNonNull(publisher, "publisher");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(level, "level");
        wrapper = List.copyOf(wrapper);
        if (wrapper.isEmpty() == (level == Level.EXTERNAL)) {
            throw new IllegalArgumentException("a wrapper command is necessary for the level external, and only there");
        }
    }
}
