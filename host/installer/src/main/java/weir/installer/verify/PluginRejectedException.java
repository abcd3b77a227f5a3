package weir.installer.verify;

/** Thrown for a plugin that cannot be deployed. The message is the problem and the remedy, separated by a semicolon. */
public final class PluginRejectedException extends Exception {

    private static final long serialVersionUID = 1;

    private final String problem;
    private final String remedy;
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
    public PluginRejectedException(String problem, String remedy) {
        this(problem, remedy, Retry.WHEN_FILE_CHANGES, null);
    }

    /** Rejects a plugin until its file changes. */
    public PluginRejectedException(String problem, String remedy, Throwable cause) {
        this(problem, remedy, Retry.WHEN_FILE_CHANGES, cause);
    }

    /** Rejects a plugin until an event that may help. */
    public PluginRejectedException(String problem, String remedy, Retry retry) {
        this(problem, remedy, retry, null);
    }

    /**
     * @param problem what is wrong with the plugin, which is called "it"
     * @param remedy what its author or the operator can do, in the imperative
     */
    public PluginRejectedException(String problem, String remedy, Retry retry, Throwable cause) {
        super(problem + "; " + remedy, cause);
        this.problem = problem;
        this.remedy = remedy;
        this.retry = retry;
    }

    /** Returns what is wrong with the plugin, which is called "it". */
    public String problem() {
        return problem;
    }

    /** Returns what to do, in the imperative. */
    public String remedy() {
        return remedy;
    }

    /** Returns whether a later attempt may succeed. */
    public Retry retry() {
        return retry;
    }
}
