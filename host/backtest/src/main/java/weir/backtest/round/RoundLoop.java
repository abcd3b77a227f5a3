package weir.backtest.round;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import weir.backtest.EvaluationException;
import weir.backtest.Performance;
import weir.backtest.Swaps;
import weir.backtest.ValidatorEvaluation;
import weir.backtest.internal.round.MinerState;
import weir.backtest.round.LiveResult.Execution;
import weir.backtest.score.ScoringTarget;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RoundType;

/**
 * The validator's rounds. At every check each miner is queried with its own state. Desired positions within 2 % of the current
 * ones change nothing; others are paid from the inventory. A miner that refuses, does not answer, or wants more than it has is
 * excluded. In a batch round the capital of burned positions is not returned.
 *
 * <p>Like the validator, it has three loops: {@link #playBatch} is the evaluation in use, {@link #playSingle} its predecessor, and
 * {@link #playLive} the one that executes on chain. An object keeps no state between rounds.
 */
public final class RoundLoop {

    private static final String NO_ANSWER_REASON = "Timeout or error";

    private final Round round;
    private final ScoringTarget target;

    /**
     * @param round the constants of the round
     * @param target scores the performance
     */
    public RoundLoop(Round round, ScoringTarget target) {
        this.round = round;
        this.target = target;
    }

    /**
     * Plays the evaluation round in use. A miner without a rebalance has score 0.
     *
     * @param miners by uid, in the order in which they are queried
     * @param swaps swaps of the pool: from one at or before the first block up to the last block
     * @throws EvaluationException if an evaluation fails; then it fails for every miner
     */
    public Map<Integer, RoundResult> playBatch(Map<Integer, Miner> miners, ChainHead head, Swaps swaps) {
        Map<Integer, MinerState> states = new LinkedHashMap<>();
        miners.forEach((uid, miner) -> states.put(uid, new MinerState(round, miner)));
        long end = runChecks(head, block -> {
            Price queried = head.price();
            Map<MinerState, Miner.Reply> replies = new LinkedHashMap<>();
            states.values().stream()
                    .filter(MinerState::isAccepted)
                    .forEach(state -> replies.put(state, state.query(RoundType.EVALUATION, block, queried)));
            Price charged = head.price();
            replies.forEach((state, reply) -> applyReply(state, reply, block, queried, charged));
            return true;
        });
        Map<Integer, RoundResult> results = new LinkedHashMap<>();
        states.forEach((uid, state) -> results.put(
                uid,
                state.isAccepted() && !state.history().isEmpty()
                        ? evaluatedResult(state, end, swaps)
                        : new RoundResult(
                                state.isAccepted(), state.refusalReason(), List.of(), state.positions(), null, 0.0)));
        return results;
    }

    private static void applyReply(MinerState state, Miner.Reply reply, long block, Price queried, Price charged) {
        if (reply instanceof Miner.NoAnswer) {
            state.exclude(NO_ANSWER_REASON);
        } else if (reply instanceof Miner.Refused refused) {
            state.exclude(refused.reason());
        } else if (reply instanceof Miner.NoPositions) {
            state.exclude("Miner not running");
        } else if (reply instanceof Miner.DesiredPositions desired
                && state.isRebalance(desired.positions())
                && !state.rebalance(block, queried, charged, desired.positions(), state.inventory(), false)) {
            state.exclude("Insufficient inventory from desired positions");
        }
    }

    /**
     * Plays the predecessor of {@link #playBatch} for one miner. Each rebalance is paid from the initial inventory, so capital is
     * returned, and a miner without a rebalance is evaluated.
     *
     * @throws EvaluationException if the evaluation fails
     */
    public RoundResult playSingle(Miner miner, ChainHead head, Swaps swaps) {
        MinerState state = new MinerState(round, miner);
        Double[] scoreIfExcluded = {null};
        long end = runChecks(head, block -> {
            Price queried = head.price();
            Miner.Reply reply = state.query(RoundType.EVALUATION, block, queried);
            if (reply instanceof Miner.NoAnswer) {
                state.exclude(NO_ANSWER_REASON);
            } else if (reply instanceof Miner.Refused refused) {
                state.exclude(refused.reason());
            } else if (reply instanceof Miner.NoPositions) {
                state.exclude("No desired positions (miner not running)");
                scoreIfExcluded[0] = 0.0;
            } else if (reply instanceof Miner.DesiredPositions desired
                    && state.isRebalance(desired.positions())
                    && !state.rebalance(
                            block, queried, head.price(), desired.positions(), round.initialInventory(), false)) {
                state.exclude(null);
            }
            return state.isAccepted();
        });
        return state.isAccepted()
                ? evaluatedResult(state, end, swaps)
                : new RoundResult(
                        false, state.refusalReason(), state.history(), state.positions(), null, scoreIfExcluded[0]);
    }

    /**
     * Plays the live round. A reply without positions changes nothing. Each rebalance is paid from the initial inventory; a
     * token that does not suffice is used up.
     *
     * @param execution opens positions on chain; returns whether that succeeded
     * @throws EvaluationException if the evaluation fails
     */
    public LiveResult playLive(Miner miner, ChainHead head, Predicate<List<Position>> execution, Swaps swaps) {
        MinerState state = new MinerState(round, miner);
        List<Execution> executions = new ArrayList<>();
        long end = runChecks(head, block -> {
            Price queried = head.price();
            if (state.query(RoundType.LIVE, block, queried) instanceof Miner.DesiredPositions desired
                    && state.isRebalance(desired.positions())) {
                boolean success = execution.test(desired.positions());
                executions.add(new Execution(block, success));
                if (success) {
                    state.rebalance(block, queried, head.price(), desired.positions(), round.initialInventory(), true);
                }
            }
            return true;
        });
        Performance performance = evaluate(state, end, swaps);
        return new LiveResult(state.history(), executions, performance, target.score(performance));
    }

    /**
     * Runs the checks of a round.
     *
     * @param check called with the block of each check; returns false to end the round
     * @return the last block
     */
    private long runChecks(ChainHead head, LongPredicate check) {
        long block = round.startBlock();
        while (head.isRoundOpen()) {
            boolean isCheck = Math.floorMod(block - round.startBlock(), round.checkInterval()) == 0;
            if (isCheck && !check.test(block)) {
                return block;
            }
            block = head.advance();
        }
        return block;
    }

    private RoundResult evaluatedResult(MinerState state, long endBlock, Swaps swaps) {
        Performance performance = evaluate(state, endBlock, swaps);
        return new RoundResult(true, null, state.history(), state.positions(), performance, target.score(performance));
    }

    private Performance evaluate(MinerState state, long endBlock, Swaps swaps) {
        return ValidatorEvaluation.evaluate(
                swaps,
                round.startBlock(),
                endBlock,
                round.initialInventory(),
                round.feeRate(),
                state.history().stream().map(RebalanceEvent::deployment).toList());
    }
}
