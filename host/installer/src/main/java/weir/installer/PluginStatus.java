package weir.installer;

/**
 * A JAR of the plugins folder. Immutable.
 *
 * @param file name of the file
 * @param name symbolic name of the bundle, {@code "-"} where it is not known
 * @param version version of the bundle, {@code "-"} where it is not known
 * @param state what became of the file as it is now
 * @param message why, and what to do about it; empty where all is well. A refused file may stand in the place of one that was
 *     good: then the message says what is still installed from it
 */
public record PluginStatus(String file, String name, String version, State state, String message) {

    /** What can become of a file. */
    public enum State {
        /** Not complete yet, or to be tried again. */
        WAITING,
        /** Its bundle runs. */
        INSTALLED,
        /** It cannot be used. */
        REFUSED
    }
}
