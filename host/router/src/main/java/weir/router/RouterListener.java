package weir.router;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service that the router calls when routes or strategy instances change. The router calls all listeners on one thread,
 * without a lock, in the order of the changes. During a call, {@link Router#routes()} already contains the change. A slow
 * listener delays later calls, but no query. The router logs an exception and ignores it.
 *
 * <p>To wait for a state, register the listener first and then check {@link Router#routes()}.
 */
@ConsumerType
public interface RouterListener {

    /** A strategy instance entered a state. */
    default void strategyChanged(StrategyEvent event) {}

    /**
     * A route's serving version changed. Called before the {@link #routesChanged} of the same change. A listener that is registered later
     * first gets the changes since the start of the router, the newest 256 of them.
     */
    default void servingChanged(RouteChange change) {}

    /** Routes were added, changed or removed, or a route's serving instance changed. */
    default void routesChanged() {}
}
