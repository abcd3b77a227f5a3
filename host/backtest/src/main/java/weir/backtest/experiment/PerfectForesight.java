package weir.backtest.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.uniswap.v3.TickMath;
import weir.uniswap.v3.TickRange;

/**
 * A ceiling to compare strategies with: it knows the last price of each round. If that price is above the first, it deploys a millionth
 * of the inventory over all ticks, so that its return is the change of the inventory's value; otherwise it keeps its positions, which
 * scores 0. For one thread.
 */
final class PerfectForesight implements RebalanceStrategy {

    static final String NAME = "perfect foresight (ceiling)";

    private static final double DEPLOYED_PART = 1e-6;

    private final Map<Long, Price> lastPriceByFirstBlock = new HashMap<>();

    /** Tells the last price of a round. */
    void learn(long firstBlock, Price lastPrice) {
        lastPriceByFirstBlock.put(firstBlock, lastPrice);
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        Price last = lastPriceByFirstBlock.get(query.blockNumber());
        Inventory part = query.inventoryRemaining().part(DEPLOYED_PART);
        if (last == null
                || last.sqrtPriceX96().compareTo(query.currentPrice().sqrtPriceX96()) <= 0
                || part.amount0().signum() == 0
                || part.amount1().signum() == 0) {
            return Decision.keep("the price will not rise");
        }
        TickRange all = TickRange.around(0, TickMath.MAX_TICK, query.tickSpacing());
        return Decision.rebalance(
                List.of(new Position(all.lower(), all.upper(), part.amount0(), part.amount1())), "the price will rise");
    }
}
