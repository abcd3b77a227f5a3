package weir.rounds.internal.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weir.backtest.round.Miner;
import weir.base.WeirException;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.SwapSource;
import weir.router.RecentDecisions;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StatefulStrategy;
import weir.strategy.guard.Guard;

/** Asks a strategy as the host does, and keeps queries and decisions. For one round and one thread. */
public final class ReplayedMiner implements Miner {

    private final RebalanceStrategy strategy;
    private final List<SwapSource> sources;
    private final PriceCache earlierPrices = new PriceCache();
    private final RecentDecisions recentDecisions = new RecentDecisions();
    private final List<Step> steps = new ArrayList<>();
    private boolean keepsState = true;

    /**
     * A query of the replay, and the decision.
     *
     * @param stateBefore state of the strategy before the query; empty if it declares none
     */
    public record Step(RebalanceQuery query, Decision decision, Optional<byte[]> stateBefore) {}

    public ReplayedMiner(RebalanceStrategy strategy, SwapSource source) {
        this.strategy = strategy;
        this.sources = List.of(source);
    }

    /** The steps so far, oldest first. */
    public List<Step> steps() {
        return steps;
    }

    @Override
    public Reply reply(RebalanceQuery query) {
        Optional<byte[]> stateBefore = saveState();
        Decision decision = recentDecisions.find(strategy, query).orElseGet(() -> {
            Decision made = decide(strategy, query, new MarketView(query, earlierPrices, sources, true));
            recentDecisions.add(strategy, query, made);
            return made;
        });
        earlierPrices.add(query);
        steps.add(new Step(query, decision, stateBefore));
        if (decision instanceof Decision.Refuse refuse) {
            return new Refused(refuse.reason());
        }
        return new DesiredPositions(
                decision instanceof Decision.Rebalance rebalance ? rebalance.positions() : query.currentPositions());
    }

    private Optional<byte[]> saveState() {
        if (keepsState && strategy instanceof StatefulStrategy stateful) {
            try {
                return Optional.of(stateful.saveState());
            } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
                keepsState = false; // A strategy in a child process that declares no state, or one whose method fails.
            }
        }
        return Optional.empty();
    }

    /** Calls a strategy; if it fails or the guard rejects its decision, the decision is to keep the positions. */
    static Decision decide(RebalanceStrategy strategy, RebalanceQuery query, Market market) {
        try {
            Decision decision = strategy.decide(query, market);
            return Guard.violation(query, decision).map(Decision::keep).orElse(decision);
        } catch (WeirException e) {
            throw e; // not of the strategy: the process in which it runs has ended
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return Decision.keep("the strategy threw " + e);
        }
    }
}
