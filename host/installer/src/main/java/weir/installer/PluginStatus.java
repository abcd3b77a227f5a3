package weir.installer;

import java.util.Optional;

/**
 * State of a JAR in the plugins directory. Immutable.
 *
 * @param file name of the file
 * @param bundle bundle that is installed from this file; it stays installed if a newer content of the file is rejected
 * @param state state of the file's current content
 * @param message problem and remedy; empty if there is no problem
 */
public record PluginStatus(String file, Optional<BundleIdentity> bundle, State state, String message) {

    /** State of the current content of a file. */
    public enum State {
        /** The file is still being written, or the installer could not read it and will try again. */
        WAITING,
        /** The bundle with this content is active. */
        INSTALLED,
        /** The installer does not accept the content. */
        REJECTED
    }
}
