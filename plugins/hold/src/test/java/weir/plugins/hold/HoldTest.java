package weir.plugins.hold;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.testkit.Queries;
import weir.testkit.StrategyContract;
import weir.testkit.TestMarket;

class HoldTest implements StrategyContract {

    @Override
    public RebalanceStrategy newStrategy() {
        return new Hold();
    }

    @Test
    void keepsPositionsOutOfRange() {
        RebalanceQuery query =
                Queries.query().priceAtTick(50_000).holding(-2000, 2000).build();
        assertInstanceOf(Decision.Keep.class, new Hold().decide(query, TestMarket.EMPTY.at(query)));
    }
}
