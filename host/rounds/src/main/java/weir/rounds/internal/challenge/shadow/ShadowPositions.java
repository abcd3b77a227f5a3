package weir.rounds.internal.challenge.shadow;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weir.rounds.RoundId;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.guard.Guard;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;

/**
 * The positions and the inventory that the challenger would have in each round that is being played, by the validator's rules: a rebalance is paid from
 * the inventory at the price of the query, and burned positions do not return to it. A round begins with those of the
 * first query that the challenger sees of it. For one thread.
 */
final class ShadowPositions {

    /** More rounds than validators play at the same time. */
    static final int MAX_ROUNDS = 64;

    private final Map<RoundId, Miner> byRound = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RoundId, Miner> eldest) {
            return size() > MAX_ROUNDS;
        }
    };

    private record Miner(List<Position> positions, Inventory inventory, int rebalances) {}

    /** Returns the query as the validator would have sent it to the challenger. */
    RebalanceQuery queryFor(AnswerEvent event) {
        RebalanceQuery query = event.query();
        Miner miner = byRound.computeIfAbsent(
                RoundId.of(event),
                id -> new Miner(query.currentPositions(), query.inventoryRemaining(), query.rebalancesSoFar()));
        return new RebalanceQuery(
                query.jobId(),
                query.snLiquidityManagerAddress(),
                query.pairAddress(),
                query.chainId(),
                query.roundId(),
                query.roundType(),
                query.blockNumber(),
                query.currentPrice(),
                miner.positions,
                miner.inventory,
                miner.rebalances,
                query.tickSpacing());
    }

    /** Applies a decision, which the guard has checked, on a query from {@link #queryFor}. */
    void apply(RoundId round, RebalanceQuery query, Decision decision) {
        if (decision instanceof Decision.Rebalance rebalance
                && !Guard.isWithinTolerance(query.currentPositions(), rebalance.positions())) {
            byRound.put(
                    round,
                    new Miner(
                            rebalance.positions(),
                            minus(query.inventoryRemaining(), used(query, rebalance.positions())),
                            query.rebalancesSoFar() + 1));
        }
    }

    private static Inventory used(RebalanceQuery query, List<Position> desired) {
        BigInteger amount0 = BigInteger.ZERO;
        BigInteger amount1 = BigInteger.ZERO;
        for (Position position : desired) {
            PositionAmounts amounts = LiquidityAmounts.getUsedAmounts(
                    query.currentPrice().sqrtPriceX96(),
                    position.tickLower(),
                    position.tickUpper(),
                    position.allocation0(),
                    position.allocation1());
            amount0 = amount0.add(amounts.amount0());
            amount1 = amount1.add(amounts.amount1());
        }
        return new Inventory(amount0, amount1);
    }

    private static Inventory minus(Inventory available, Inventory used) {
        return new Inventory(
                available.amount0().subtract(used.amount0()).max(BigInteger.ZERO),
                available.amount1().subtract(used.amount1()).max(BigInteger.ZERO));
    }
}
