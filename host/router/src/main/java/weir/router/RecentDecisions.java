package weir.router;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;
import weir.strategy.guard.Guard;

/**
 * The last rebalance of each round. A validator may repeat its query within a block, and charges the inventory for every rebalance. So a
 * block gets one rebalance only: the same decision answers a repeated query, and the strategy is not called again. Holds at most
 * {@value #MAX_ROUNDS} rounds; a new round replaces the one that was decided first. Thread-safe, without locks.
 */
public final class RecentDecisions {

    static final int MAX_ROUNDS = 256;

    private final Map<Round, LastRebalance> rebalances = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    private record Round(long chainId, String pair, String job, String round, RoundType type) {
        static Round of(RebalanceQuery query) {
            return new Round(query.chainId(), query.pairAddress(), query.jobId(), query.roundId(), query.roundType());
        }
    }

    private record LastRebalance(long block, Object source, Decision.Rebalance decision, long order) {}

    /**
     * Stores a decision that is sent, if it is a rebalance.
     *
     * @param source what decided; compared with {@code equals}
     */
    public void add(Object source, RebalanceQuery query, Decision decision) {
        if (!(decision instanceof Decision.Rebalance rebalance)) {
            return;
        }
        Round round = Round.of(query);
        if (rebalances.size() >= MAX_ROUNDS && !rebalances.containsKey(round)) {
            rebalances.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().order))
                    .ifPresent(oldest -> rebalances.remove(oldest.getKey(), oldest.getValue()));
        }
        rebalances.put(round, new LastRebalance(query.blockNumber(), source, rebalance, count.incrementAndGet()));
    }

    /**
     * The decision for a repeated query: the round's last rebalance, if the same source decided it for the same block. If its positions
     * are already open, the decision is to keep them.
     *
     * @return empty if there is none, or it is not valid any more, for example because tokens left the inventory
     */
    public Optional<Decision> find(Object source, RebalanceQuery query) {
        LastRebalance last = rebalances.get(Round.of(query));
        if (last == null || last.block != query.blockNumber() || !last.source.equals(source)) {
            return Optional.empty();
        }
        if (Guard.isWithinTolerance(query.currentPositions(), last.decision.positions())) {
            return Optional.of(Decision.keep("the positions that this block's earlier answer desired are open"));
        }
        return Guard.violation(query, last.decision).isEmpty() ? Optional.of(last.decision) : Optional.empty();
    }

    int size() {
        return rebalances.size();
    }
}
