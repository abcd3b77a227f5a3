package weir.rounds.internal.challenge;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
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
 * The positions and the inventory that the challenger would have in the current round, by the validator's rules: a rebalance is paid from
 * the inventory at the price of the query, and burned positions do not return to it. A new round begins with those of its first query. For
 * one thread.
 */
final class ShadowPositions {

    private Optional<RoundId> round = Optional.empty();
    private List<Position> positions = List.of();
    private Inventory inventory = Inventory.NONE;
    private int rebalances;

    /** Returns the query as the validator would have sent it to the challenger. */
    RebalanceQuery queryFor(AnswerEvent event) {
        RoundId id = RoundId.of(event);
        RebalanceQuery query = event.query();
        if (!round.equals(Optional.of(id))) {
            round = Optional.of(id);
            positions = query.currentPositions();
            inventory = query.inventoryRemaining();
            rebalances = query.rebalancesSoFar();
        }
        return new RebalanceQuery(
                query.jobId(),
                query.snLiquidityManagerAddress(),
                query.pairAddress(),
                query.chainId(),
                query.roundId(),
                query.roundType(),
                query.blockNumber(),
                query.currentPrice(),
                positions,
                inventory,
                rebalances,
                query.tickSpacing());
    }

    /** Applies a decision, which the guard has checked, on the last query. */
    void apply(RebalanceQuery query, Decision decision) {
        if (decision instanceof Decision.Rebalance rebalance
                && !Guard.isWithinTolerance(positions, rebalance.positions())) {
            inventory = minus(inventory, used(query, rebalance.positions()));
            positions = rebalance.positions();
            rebalances++;
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
