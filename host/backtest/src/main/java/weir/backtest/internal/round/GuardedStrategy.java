package weir.backtest.internal.round;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.Swaps;
import weir.backtest.round.Miner;
import weir.backtest.round.SimulatedRound.Step;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.SwapSource;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.guard.Guard;

/**
 * A strategy as the host runs it: the guard checks its decisions, and the current positions replace an invalid decision. There is no
 * deadline, because a replay has no clock. For one round and one thread.
 */
public final class GuardedStrategy implements Miner {

    private final RebalanceStrategy strategy;
    private final List<SwapSource> sources;
    private final PriceCache earlierPrices = new PriceCache();
    private final List<Step> steps = new ArrayList<>();

    public GuardedStrategy(RebalanceStrategy strategy, Swaps swaps) {
        this.strategy = strategy;
        this.sources = List.of(new ReplaySource(swaps));
    }

    /** The decisions so far, oldest first. */
    public List<Step> steps() {
        return steps;
    }

    @Override
    public Reply reply(RebalanceQuery query) {
        Step step = decide(query);
        steps.add(step);
        earlierPrices.add(query);
        if (step.decision() instanceof Decision.Refuse refuse) {
            return new Refused(refuse.reason());
        }
        return new Desired(
                step.decision() instanceof Decision.Rebalance rebalance
                        ? rebalance.positions()
                        : query.currentPositions());
    }

    private Step decide(RebalanceQuery query) {
        Decision decision;
        try {
            decision = strategy.decide(query, new MarketView(query, earlierPrices, sources));
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return fallback(query, "the strategy threw " + e);
        }
        return Guard.violation(query, decision)
                .map(violation -> fallback(query, violation))
                .orElseGet(() -> new Step(query.blockNumber(), decision, null));
    }

    private static Step fallback(RebalanceQuery query, String why) {
        return new Step(query.blockNumber(), Decision.keep(why), why);
    }
}
