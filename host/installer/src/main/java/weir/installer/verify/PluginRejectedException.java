package weir.installer.verify;

/** Thrown for a plugin that cannot be deployed. The message states the problem and the remedy. */
public final class PluginRejectedException extends Exception {

    private static final long serialVersionUID = 1;

    private final Retry retry;

    /** Condition under which deploying the same plugin again may succeed. */
    public enum Retry {
        /** Only a different file can succeed. */
        WHEN_FILE_CHANGES,
        /** Another plugin may add a missing package, or free a name and version that is taken. */
        WHEN_OTHER_PLUGINS_CHANGE,
        /** The cause may be temporary, for example a busy machine. */
        AFTER_DELAY
    }

    /** Rejects a plugin until its file changes. */
    public PluginRejectedException(String message) {
        this(message, Retry.WHEN_FILE_CHANGES, null);
    }

    /** Rejects a plugin until its file changes. */
    public PluginRejectedException(String message, Throwable cause) {
        this(message, Retry.WHEN_FILE_CHANGES, cause);
    }

    public PluginRejectedException(String message, Retry retry, Throwable cause) {
        super(message, cause);
        this.retry = retry;
    }

    public Retry retry() {
        return retry;
    }
}
