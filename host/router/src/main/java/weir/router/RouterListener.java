package weir.router;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told of changes of routes and strategy instances: a service, none or several. All calls come from one thread of the router,
 * which holds no lock, in the order of the changes. A call sees in {@link Router#routes()} the state that it tells of, or a later one.
 * A slow listener delays later calls and no query; an exception is logged and otherwise ignored.
 *
 * <p>To wait for a state, register the listener first and then check {@link Router#routes()}.
 */
@ConsumerType
public interface RouterListener {

    /** A strategy instance entered a state. */
    default void strategyChanged(StrategyEvent event) {}

    /** Routes were added, changed or removed, or another instance serves a route. */
    default void routesChanged() {}
}
