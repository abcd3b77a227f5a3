package weir.backtest.internal.round;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weir.backtest.Swaps;
import weir.backtest.replay.ReplayedRound.RecordedDecision;
import weir.backtest.round.Miner;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.SwapSource;
import weir.router.RecentDecisions;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.guard.Guard;

/**
 * Calls a strategy like the host: the guard checks each decision, and the current positions replace an invalid one. There is no
 * deadline, because a replay uses no clock. For one round and one thread.
 */
public final class GuardedStrategy implements Miner {

    private final RebalanceStrategy strategy;
    private final List<SwapSource> sources;
    private final PriceCache earlierPrices = new PriceCache();
    private final RecentDecisions recentDecisions = new RecentDecisions();
    private final List<RecordedDecision> decisions = new ArrayList<>();

    /** @param poolData source of everything but swaps; empty if only swaps are known */
    public GuardedStrategy(RebalanceStrategy strategy, Swaps swaps, Optional<SwapSource> poolData) {
        this.strategy = strategy;
        this.sources = List.of(new ReplaySource(swaps, poolData));
    }

    /** The decisions so far, oldest first. */
    public List<RecordedDecision> decisions() {
        return decisions;
    }

    @Override
    public Reply reply(RebalanceQuery query) {
        RecordedDecision step = decide(query);
        decisions.add(step);
        earlierPrices.add(query);
        if (step.decision() instanceof Decision.Refuse refuse) {
            return new Refused(refuse.reason());
        }
        return new DesiredPositions(
                step.decision() instanceof Decision.Rebalance rebalance
                        ? rebalance.positions()
                        : query.currentPositions());
    }

    private RecordedDecision decide(RebalanceQuery query) {
        return recentDecisions
                .find(strategy, query)
                .map(decision -> new RecordedDecision(query.blockNumber(), decision, null))
                .orElseGet(() -> callStrategy(query));
    }

    private RecordedDecision callStrategy(RebalanceQuery query) {
        Decision decision;
        try {
            decision = strategy.decide(query, new MarketView(query, earlierPrices, sources, true));
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return fallback(query, "the strategy threw " + e);
        }
        return Guard.violation(query, decision)
                .map(violation -> fallback(query, violation))
                .orElseGet(() -> {
                    recentDecisions.add(strategy, query, decision);
                    return new RecordedDecision(query.blockNumber(), decision, null);
                });
    }

    private static RecordedDecision fallback(RebalanceQuery query, String fallbackReason) {
        return new RecordedDecision(query.blockNumber(), Decision.keep(fallbackReason), fallbackReason);
    }
}
