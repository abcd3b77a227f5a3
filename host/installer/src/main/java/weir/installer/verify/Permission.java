package weir.installer.verify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the code of a plugin uses beyond pure computation. An author declares it in the manifest:
 *
 * <pre>Require-Capability: weir.permission;effective:=meta;weir.permission:List&lt;String&gt;="threads,files"</pre>
 *
 * A bundle that declares nothing claims to be <em>pure</em>: its answer depends on its arguments only.
 */
public enum Permission {
    /** Connections, name resolution, databases. */
    NETWORK,
    /** Files and directories. */
    FILES,
    /** Other processes. */
    PROCESS,
    /** Native code and memory outside of the heap. */
    NATIVE,
    /** Calls of methods that the class file does not name. */
    REFLECTION,
    /** Creation of threads, waiting, tasks for other threads. */
    THREADS,
    /** Class loaders, and classes that are found by name or as a service. */
    CLASSLOADING,
    /** Java serialization. */
    SERIALIZATION,
    /** Environment variables, system properties, defaults and streams of the JVM. */
    ENVIRONMENT,
    /** The current time. */
    CLOCK,
    /** Random numbers without a seed. */
    RANDOM,
    /** The end of the JVM. */
    EXIT,
    /** Classes of the JDK without a group of their own, and packages of other plugins. */
    OTHER;

    /** The name in manifests, commands and JSON: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The permission with this {@link #id}; empty if there is none. */
    public static Optional<Permission> of(String id) {
        return Arrays.stream(values())
                .filter(permission -> permission.id().equals(id))
                .findFirst();
    }

    /** All names, separated by commas. */
    public static String ids() {
        return Arrays.stream(values()).map(Permission::id).collect(Collectors.joining(", "));
    }
}
