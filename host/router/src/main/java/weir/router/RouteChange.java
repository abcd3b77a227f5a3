package weir.router;

import java.time.Duration;

/**
 * A change of a route's serving version, with its cause. Immutable.
 *
 * @param change the change, as {@link Routes#changes} returns it
 * @param cause why the version changed
 * @param duration time between the cause and the new route table
 */
public record RouteChange(Routes.Change change, Cause cause, Duration duration) {

    /** The causes of a change. {@link Routes.Change#reason} describes the single case. */
    public enum Cause {
        /** No version served, and one started. */
        START,
        /** A newer version started, or one of another bundle. */
        UPGRADE,
        /** The route's parameters changed. */
        PARAMETERS,
        /** The route's strategy or version range changed: an edit, a pin or a rollback. */
        ROUTE,
        /** The version that served was stopped. */
        STOP,
        /** The version that served was disabled, because its calls or its start failed. */
        DISABLED,
        /** Another version serves until the selected one runs again. */
        FAILOVER,
        /** The version that was selected before was uninstalled. */
        UNINSTALL
    }
}
