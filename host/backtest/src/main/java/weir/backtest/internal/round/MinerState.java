package weir.backtest.internal.round;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.internal.Inventories;
import weir.backtest.internal.validator.ValidatorPositions;
import weir.backtest.round.RebalanceEvent;
import weir.backtest.round.Round;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;
import weir.strategy.guard.Guard;

/** The state of a miner in a round: positions, inventory, rebalances, and whether the round has excluded it. For one thread. */
public final class MinerState {

    private final Round round;
    private final List<RebalanceEvent> history = new ArrayList<>();
    private List<Position> positions;
    private Inventory inventory;
    private String refusalReason;
    private boolean isAccepted = true;

    public MinerState(Round round) {
        this.round = round;
        positions = round.initialPositions();
        inventory = round.initialInventory();
    }

    public boolean isAccepted() {
        return isAccepted;
    }

    public String refusalReason() {
        return refusalReason;
    }

    public List<RebalanceEvent> history() {
        return history;
    }

    public List<Position> positions() {
        return positions;
    }

    public Inventory inventory() {
        return inventory;
    }

    /** Excludes the miner from the round. */
    public void exclude(String reason) {
        refusalReason = reason;
        isAccepted = false;
    }

    public RebalanceQuery query(RoundType type, long block, Price price) {
        return new RebalanceQuery(
                round.jobId(),
                round.snLiquidityManagerAddress(),
                round.pairAddress(),
                round.chainId(),
                round.roundId(),
                type,
                block,
                round.loop().hasExactPrice() ? price : roundedPrice(price),
                positions,
                inventory,
                history.size(),
                round.tickSpacing());
    }

    /** The price that a miner reads from JSON, which contains a double. */
    private static Price roundedPrice(Price price) {
        double rounded = price.sqrtPriceX96().doubleValue();
        return new Price(new BigDecimal(rounded).toBigInteger());
    }

    /** Whether desired positions differ from the current ones by more than the validator's tolerance. */
    public boolean isRebalance(List<Position> desired) {
        return !Guard.isWithinTolerance(positions, desired);
    }

    /**
     * Replaces the positions and subtracts the cost of the desired ones from an inventory.
     *
     * @return false if the inventory does not suffice; then nothing changes
     */
    public boolean rebalance(
            long block, Price queryPrice, Price chargePrice, List<Position> desired, Inventory available) {
        Inventory remaining =
                Inventories.minus(available, ValidatorPositions.usedAmounts(desired, chargePrice.sqrtPriceX96()));
        if (remaining.amount0().signum() < 0 || remaining.amount1().signum() < 0) {
            return false;
        }
        replacePositions(block, queryPrice, chargePrice, desired, remaining);
        return true;
    }

    /** Replaces the positions. {@code remaining} is the inventory of the next queries. */
    public void replacePositions(
            long block, Price queryPrice, Price chargePrice, List<Position> desired, Inventory remaining) {
        history.add(new RebalanceEvent(block, chargePrice, queryPrice, positions, desired, remaining));
        positions = desired;
        inventory = remaining;
    }
}
