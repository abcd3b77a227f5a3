package weir.backtest.round;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import weir.backtest.EvaluationException;
import weir.backtest.Performance;
import weir.backtest.Swaps;
import weir.backtest.ValidatorEvaluation;
import weir.backtest.internal.validator.ValidatorPositions;
import weir.backtest.round.LiveResult.Execution;
import weir.backtest.score.ScoringTarget;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;
import weir.strategy.guard.Guard;

/**
 * The validator's rounds: at every check each miner is asked with its own state; desired positions within 2 % of the
 * current ones change nothing; others are charged to the inventory. A miner that refuses, is silent, or wants more than it
 * has is out. Capital of burned positions never comes back within a batch round.
 *
 * <p>Three loops, as in the validator: {@link #batch} is the one in use for evaluation, {@link #single} its predecessor,
 * {@link #live} the one that executes on chain. A loop may be used once at a time; it keeps nothing in between.
 */
public final class RoundLoop {

    private final Round round;
    private final ScoringTarget target;

    /**
     * @param round what is fixed
     * @param target how performance is scored
     */
    public RoundLoop(Round round, ScoringTarget target) {
        this.round = round;
        this.target = target;
    }

    /**
     * The evaluation round in use. A miner without a single rebalance has score 0, in or out.
     *
     * @param miners by uid, in the order that they are asked
     * @param swaps swaps of the pool: from one at or before the first block up to the last one
     * @throws EvaluationException if an evaluation fails; it fails for every miner
     */
    public Map<Integer, RoundResult> batch(Map<Integer, Miner> miners, ChainHead head, Swaps swaps) {
        Map<Integer, Seat> seats = new LinkedHashMap<>();
        miners.forEach((uid, miner) -> seats.put(uid, new Seat(round, miner)));
        long block = round.startBlock();
        while (head.open()) {
            if (isCheck(block)) {
                Price shown = head.price();
                List<Seat> asked = seats.values().stream().filter(Seat::in).toList();
                List<Miner.Reply> replies = new ArrayList<>();
                for (Seat seat : asked) {
                    replies.add(seat.ask(RoundType.EVALUATION, block, shown));
                }
                Price charged = head.price();
                for (int i = 0; i < asked.size(); i++) {
                    settle(asked.get(i), replies.get(i), block, shown, charged);
                }
            }
            block = head.advance();
        }
        Map<Integer, RoundResult> results = new LinkedHashMap<>();
        for (Map.Entry<Integer, Seat> entry : seats.entrySet()) {
            results.put(entry.getKey(), batchResult(entry.getValue(), block, swaps));
        }
        return results;
    }

    private void settle(Seat seat, Miner.Reply reply, long block, Price shown, Price charged) {
        if (reply instanceof Miner.NoAnswer) {
            seat.leave("Timeout or error");
        } else if (reply instanceof Miner.Refused refused) {
            seat.leave(refused.reason());
        } else if (reply instanceof Miner.NoPositions) {
            seat.leave("Miner not running");
        } else if (reply instanceof Miner.Desired desired && seat.isChange(desired.positions())) {
            Inventory left = subtract(seat.inventory, desired.positions(), charged);
            if (isNegative(left)) {
                seat.leave("Insufficient inventory from desired positions");
            } else {
                seat.rebalance(block, shown, charged, desired.positions(), left);
            }
        }
    }

    private RoundResult batchResult(Seat seat, long endBlock, Swaps swaps) {
        if (!seat.in()) {
            return new RoundResult(false, seat.refusal, List.of(), seat.positions, null, 0.0);
        }
        if (seat.history.isEmpty()) {
            return new RoundResult(true, null, List.of(), seat.positions, null, 0.0);
        }
        Performance performance = evaluate(seat, endBlock, swaps);
        return new RoundResult(true, null, seat.history, seat.positions, performance, target.score(performance));
    }

    /**
     * The predecessor of {@link #batch} for one miner. Here each rebalance is charged to the initial inventory, so capital
     * does come back, and a miner without a rebalance is evaluated.
     *
     * @throws EvaluationException if the evaluation fails
     */
    public RoundResult single(Miner miner, ChainHead head, Swaps swaps) {
        Seat seat = new Seat(round, miner);
        long block = round.startBlock();
        while (head.open()) {
            if (isCheck(block)) {
                Price shown = head.price();
                Miner.Reply reply = seat.ask(RoundType.EVALUATION, block, shown);
                if (reply instanceof Miner.NoAnswer) {
                    return out(seat, "Timeout or error", null);
                }
                if (reply instanceof Miner.Refused refused) {
                    return out(seat, refused.reason(), null);
                }
                if (reply instanceof Miner.NoPositions) {
                    return out(seat, "No desired positions (miner not running)", 0.0);
                }
                if (reply instanceof Miner.Desired desired && seat.isChange(desired.positions())) {
                    Price charged = head.price();
                    Inventory left = subtract(round.initialInventory(), desired.positions(), charged);
                    if (isNegative(left)) {
                        return out(seat, null, null);
                    }
                    seat.rebalance(block, shown, charged, desired.positions(), left);
                }
            }
            block = head.advance();
        }
        Performance performance = evaluate(seat, block, swaps);
        return new RoundResult(true, null, seat.history, seat.positions, performance, target.score(performance));
    }

    private static RoundResult out(Seat seat, String reason, Double score) {
        return new RoundResult(false, reason, seat.history, seat.positions, null, score);
    }

    /**
     * The live round. A reply without positions changes nothing; what is executed is charged to the initial inventory, down
     * to zero.
     *
     * @param execution puts positions in force on chain and says whether that succeeded
     * @throws EvaluationException if the evaluation fails
     */
    public LiveResult live(Miner miner, ChainHead head, Predicate<List<Position>> execution, Swaps swaps) {
        Seat seat = new Seat(round, miner);
        List<Execution> executions = new ArrayList<>();
        long block = round.startBlock();
        while (head.open()) {
            if (isCheck(block)) {
                Price shown = head.price();
                Miner.Reply reply = seat.ask(RoundType.LIVE, block, shown);
                if (reply instanceof Miner.Desired desired && seat.isChange(desired.positions())) {
                    boolean success = execution.test(desired.positions());
                    executions.add(new Execution(block, success));
                    if (success) {
                        Price charged = head.price();
                        Inventory left = subtract(round.initialInventory(), desired.positions(), charged);
                        Inventory floored = new Inventory(
                                left.amount0().max(Inventory.NONE.amount0()),
                                left.amount1().max(Inventory.NONE.amount1()));
                        seat.rebalance(block, shown, charged, desired.positions(), floored);
                    }
                }
            }
            block = head.advance();
        }
        Performance performance = evaluate(seat, block, swaps);
        return new LiveResult(seat.history, executions, performance, target.score(performance));
    }

    private boolean isCheck(long block) {
        return Math.floorMod(block - round.startBlock(), round.checkInterval()) == 0;
    }

    private Performance evaluate(Seat seat, long endBlock, Swaps swaps) {
        return ValidatorEvaluation.evaluate(
                swaps,
                round.startBlock(),
                endBlock,
                round.initialInventory(),
                round.feeRate(),
                seat.history.stream().map(RebalanceEvent::deployment).toList());
    }

    private static Inventory subtract(Inventory inventory, List<Position> positions, Price price) {
        Inventory used = ValidatorPositions.used(positions, price.sqrtPriceX96());
        return new Inventory(
                inventory.amount0().subtract(used.amount0()),
                inventory.amount1().subtract(used.amount1()));
    }

    private static boolean isNegative(Inventory inventory) {
        return inventory.amount0().signum() < 0 || inventory.amount1().signum() < 0;
    }

    /** A miner's place in the round: what it holds, what is left, what it did. */
    private static final class Seat {
        private final Round round;
        private final Miner miner;
        private final List<RebalanceEvent> history = new ArrayList<>();
        private List<Position> positions;
        private Inventory inventory;
        private String refusal;
        private boolean in = true;

        Seat(Round round, Miner miner) {
            this.round = round;
            this.miner = miner;
            positions = round.initialPositions();
            inventory = round.initialInventory();
        }

        boolean in() {
            return in;
        }

        void leave(String reason) {
            refusal = reason;
            in = false;
        }

        Miner.Reply ask(RoundType type, long block, Price price) {
            return miner.ask(new RebalanceQuery(
                    round.jobId(),
                    round.snLiquidityManagerAddress(),
                    round.pairAddress(),
                    round.chainId(),
                    round.roundId(),
                    type,
                    block,
                    price,
                    positions,
                    inventory,
                    history.size(),
                    round.tickSpacing()));
        }

        boolean isChange(List<Position> desired) {
            return !Guard.isWithinTolerance(positions, desired);
        }

        void rebalance(long block, Price shown, Price charged, List<Position> desired, Inventory left) {
            history.add(new RebalanceEvent(block, charged, shown, positions, desired, left));
            positions = desired;
            inventory = left;
        }
    }
}
