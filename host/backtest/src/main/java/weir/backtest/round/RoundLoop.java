package weir.backtest.round;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import weir.backtest.EvaluationException;
import weir.backtest.Performance;
import weir.backtest.Swaps;
import weir.backtest.internal.round.MinerState;
import weir.backtest.round.LiveResult.Execution;
import weir.backtest.score.ScoringTarget;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RoundType;

/**
 * Replays rounds like the validator. At every check it queries each miner with the miner's own positions and inventory. Desired
 * positions within 2 % of the current ones change nothing; the cost of others is subtracted from the inventory. It excludes a miner
 * that refuses, does not answer, or desires more than its inventory. In {@link #runBatch} the tokens of burned positions do not
 * return to the inventory.
 *
 * <p>An object keeps no state between rounds and is thread-safe.
 */
public final class RoundLoop {

    /** Score of a live round without a successful execution, or whose evaluation fails. */
    private static final double LIVE_FAILURE_SCORE = -100;

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
     * Replays an evaluation round as validators do today. A miner without a rebalance has score 0.
     *
     * @param miners uid to miner, in the order of the queries
     * @param swaps swaps of the pool up to the last block, including at least one at or before the first block
     * @throws EvaluationException if the evaluation fails, which ends the round for every miner
     */
    public Map<Integer, RoundResult> runBatch(Map<Integer, Miner> miners, ChainHead head, Swaps swaps) {
        Map<Integer, MinerState> states = new LinkedHashMap<>();
        miners.forEach((uid, miner) -> states.put(uid, new MinerState(round, miner)));
        long end = queryAtIntervals(head, block -> {
            Price queryPrice = head.price();
            Map<MinerState, Miner.Reply> replies = new LinkedHashMap<>();
            states.values().stream()
                    .filter(MinerState::isAccepted)
                    .forEach(state -> replies.put(state, state.query(RoundType.EVALUATION, block, queryPrice)));
            Price chargePrice = head.priceAfterReplies();
            replies.forEach((state, reply) -> applyReply(state, reply, block, queryPrice, chargePrice));
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

    private static void applyReply(
            MinerState state, Miner.Reply reply, long block, Price queryPrice, Price chargePrice) {
        if (reply instanceof Miner.NoAnswer) {
            state.exclude(NO_ANSWER_REASON);
        } else if (reply instanceof Miner.Refused refused) {
            state.exclude(refused.reason());
        } else if (reply instanceof Miner.NoPositions) {
            state.exclude("Miner not running");
        } else if (reply instanceof Miner.DesiredPositions desired
                && state.isRebalance(desired.positions())
                && !state.rebalance(block, queryPrice, chargePrice, desired.positions(), state.inventory())) {
            state.exclude("Insufficient inventory from desired positions");
        }
    }

    /**
     * Replays a live round, in which positions are opened on chain. A reply without positions changes nothing, and the miner is queried
     * again. The inventory is read from the vault again after each success.
     *
     * @param vault opens positions on chain
     */
    public LiveResult runLive(Miner miner, ChainHead head, LiveVault vault, Swaps swaps) {
        MinerState state = new MinerState(round, miner);
        List<Execution> executions = new ArrayList<>();
        long end = queryAtIntervals(head, block -> {
            Price queryPrice = head.price();
            if (state.query(RoundType.LIVE, block, queryPrice) instanceof Miner.DesiredPositions desired
                    && state.isRebalance(desired.positions())) {
                Price openPrice = head.priceAfterReplies();
                Optional<Inventory> remaining = vault.open(desired.positions(), openPrice);
                executions.add(new Execution(block, remaining.isPresent()));
                remaining.ifPresent(inventory ->
                        state.replacePositions(block, queryPrice, openPrice, desired.positions(), inventory));
            }
        });
        return evaluateLive(state, executions, end, swaps);
    }

    private LiveResult evaluateLive(MinerState state, List<Execution> executions, long end, Swaps swaps) {
        if (state.history().isEmpty()) {
            return new LiveResult(List.of(), executions, null, null, LIVE_FAILURE_SCORE);
        }
        try {
            Performance performance = evaluate(state, end, swaps);
            return new LiveResult(state.history(), executions, performance, null, target.score(performance));
        } catch (EvaluationException e) {
            return new LiveResult(state.history(), executions, null, e.getMessage(), LIVE_FAILURE_SCORE);
        }
    }

    /** Calls {@code check} with the block of each check; returns the last block. */
    private long queryAtIntervals(ChainHead head, LongConsumer check) {
        long block = round.startBlock();
        while (head.isRoundOpen()) {
            boolean isCheck = Math.floorMod(block - round.startBlock(), round.checkInterval()) == 0;
            if (isCheck) {
                check.accept(block);
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
        return round.evaluate(
                state.history().stream().map(RebalanceEvent::deployment).toList(), endBlock, swaps);
    }
}
