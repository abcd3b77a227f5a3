package my;

import weir.strategy.RebalanceStrategy;
import weir.testkit.*;

class MyStrategyTest implements StrategyContract {
    public RebalanceStrategy newStrategy() {
        return new MyStrategy(Parameters.of(MyStrategy.Config.class));
    }
}
