package my;

import weir.strategy.RebalanceStrategy;
import weir.testkit.*;
import weir.testkit.Parameters;
import weir.testkit.StrategyContract;

class MyStrategyTest implements StrategyContract {
    public RebalanceStrategy newStrategy() {
        return new MyStrategy(Parameters.of(MyStrategy.Config.class));
    }
}
