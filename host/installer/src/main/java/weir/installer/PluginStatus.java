package weir.installer;

import java.util.Optional;

/**
 * State of a JAR in the plugins directory. Immutable.
 *
 * @param file name of the file
 * @param bundle the bundle that is installed from this file name; it stays installed while a newer content of the file is rejected
 * @param state result for the current content of the file
 * @param message reason and remedy; empty if there is no problem
 */
public record PluginStatus(String file, Optional<BundleIdentity> bundle, State state, String message) {

    /** Result for the current content of a file. */
    public enum State {
        /** The file is still changing, or reading it failed and is retried. */
        WAITING,
        /** The bundle of this content is active. */
        INSTALLED,
        /** The content cannot be used. */
        REJECTED
    }
}
