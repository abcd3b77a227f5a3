package weir.isolation.proxy;

import weir.strategy.StatefulStrategy;

/** The component of a strategy that keeps state and runs in a child process. */
public final class StatefulStrategyProxy extends StrategyProxy implements StatefulStrategy {

    @Override
    public byte[] saveState() {
        return remote().saveState();
    }

    @Override
    public void restoreState(byte[] state) {
        remote().restoreState(state);
    }
}
