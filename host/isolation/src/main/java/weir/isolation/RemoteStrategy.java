package weir.isolation;

import weir.strategy.StatefulStrategy;

/**
 * A strategy instance in a child process. A method throws a {@link ChildException} if the strategy does, if the process ends, or if the
 * strategy does not answer in time. An interrupted call of {@link #decide} has passed its deadline: if it does not end within two seconds,
 * the process is killed. {@link #saveState} and {@link #restoreState} may only be called if the strategy keeps state.
 */
public interface RemoteStrategy extends StatefulStrategy, AutoCloseable {

    /** Ends the instance. A second call has no effect. */
    @Override
    void close();
}
