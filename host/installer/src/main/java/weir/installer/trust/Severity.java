package weir.installer.trust;

import java.util.Locale;

/** What the host does with a JAR that a blocklist or its publisher names, from mild to strict. */
public enum Severity {
    /** Shows a warning. */
    WARN,
    /** Rejects the installation of the JAR, and uses it on no further route. Routes that it serves already keep it. */
    HOLD,
    /** Removes the JAR's bundle from its routes. The file stays. */
    STOP;

    /** The name in files: {@code warn}, {@code hold} or {@code stop}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The value with this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Severity of(String id) {
        for (Severity severity : values()) {
            if (severity.id().equals(id)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("'" + id + "' is not warn, hold or stop");
    }
}
