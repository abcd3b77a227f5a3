package weir.isolation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where the bundles of a publisher run. The order is from the weakest isolation to the strongest. */
public enum Level {
    /** In the JVM of the host. */
    HOST,
    /** In a child process without a fence: a crash, a full heap or an endless loop stays there, but files and network are within reach. */
    SEPARATE,
    /** In a child process that the Linux kernel keeps from files, network and other processes. */
    FENCED,
    /** In a child process that the operator's own command starts, for example in a container or a virtual machine. */
    EXTERNAL;

    /** The name in {@code conf/trust.json} and in the output of commands, for example {@code fenced}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level with this {@link #id}. */
    public static Optional<Level> of(String id) {
        return Arrays.stream(values()).filter(level -> level.id().equals(id)).findFirst();
    }
}
