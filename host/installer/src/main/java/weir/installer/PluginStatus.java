package weir.installer;

import java.util.Optional;

/**
 * State of a JAR in the plugins directory. Immutable.
 *
 * @param file name of the file
 * @param bundle bundle that is installed from this file; it stays installed if a newer content of the file is rejected
 * @param state state of the file's current content
 * @param message problem and remedy; empty if there is no problem
 * @param origin hash, publisher and permissions of the installed bundle; empty if none is installed
 */
public record PluginStatus(
        String file, Optional<BundleIdentity> bundle, State state, String message, Optional<PluginOrigin> origin) {

    /** A file whose origin does not matter. */
    public PluginStatus(String file, Optional<BundleIdentity> bundle, State state, String message) {
        this(file, bundle, state, message, Optional.empty());
    }

    /** A copy with the origin of the installed bundle. */
    public PluginStatus withOrigin(Optional<PluginOrigin> known) {
        return new PluginStatus(file, bundle, state, message, known);
    }

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
