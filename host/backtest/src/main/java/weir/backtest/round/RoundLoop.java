package weir.backtest.round;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ConsumerType;
import weir.backtest.EvaluationException;
import weir.backtest.Performance;
import weir.backtest.Swaps;
import weir.backtest.internal.round.MinerState;
import weir.backtest.round.LiveResult.Execution;
import weir.backtest.score.ScoringTarget;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
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
        List<Miner> all = List.copyOf(miners.values());
        List<MinerState> states = states(all.size());
        long end = play(states, eachBy(all), head);
        Map<Integer, RoundResult> results = new LinkedHashMap<>();
        int i = 0;
        for (Integer uid : miners.keySet()) {
            results.put(uid, result(states.get(i++), end, swaps));
        }
        return results;
    }

    /** Several miners, which are asked together. */
    @ConsumerType
    @FunctionalInterface
    public interface Miners {

        /**
         * Replies to the queries of one check.
         *
         * @param asked numbers of the miners, from 0
         * @param queries the query of each
         * @return the reply of each
         */
        List<Miner.Reply> reply(List<Integer> asked, List<RebalanceQuery> queries);
    }

    /**
     * The result of a miner that plays for itself.
     *
     * @param result {@code null} if the evaluation failed
     * @param failure why it failed; {@code null} if it did not
     */
    public record SingleResult(RoundResult result, String failure) {}

    /**
     * Replays an evaluation round with miners that play for themselves: if the evaluation of one fails, the others have a result.
     *
     * @param count number of miners
     * @param swaps as in {@link #runBatch}
     */
    public List<SingleResult> runEach(int count, Miners miners, ChainHead head, Swaps swaps) {
        List<MinerState> states = states(count);
        long end = play(states, miners, head);
        List<SingleResult> results = new ArrayList<>();
        for (MinerState state : states) {
            try {
                results.add(new SingleResult(result(state, end, swaps), null));
            } catch (EvaluationException e) {
                results.add(new SingleResult(null, e.getMessage()));
            }
        }
        return results;
    }

    private List<MinerState> states(int count) {
        return Stream.generate(() -> new MinerState(round)).limit(count).toList();
    }

    private static Miners eachBy(List<Miner> miners) {
        return (asked, queries) -> {
            List<Miner.Reply> replies = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                replies.add(miners.get(asked.get(i)).reply(queries.get(i)));
            }
            return replies;
        };
    }

    /** Returns the last block. */
    private long play(List<MinerState> states, Miners miners, ChainHead head) {
        return queryAtIntervals(head, block -> {
            Price queryPrice = head.price();
            List<Integer> asked = IntStream.range(0, states.size())
                    .filter(i -> states.get(i).isAccepted())
                    .boxed()
                    .toList();
            List<Miner.Reply> replies = asked.isEmpty()
                    ? List.of()
                    : miners.reply(
                            asked,
                            asked.stream()
                                    .map(i -> states.get(i).query(RoundType.EVALUATION, block, queryPrice))
                                    .toList());
            Price chargePrice = head.priceAfterReplies();
            for (int i = 0; i < replies.size(); i++) {
                applyReply(states.get(asked.get(i)), replies.get(i), block, queryPrice, chargePrice);
            }
        });
    }

    private RoundResult result(MinerState state, long end, Swaps swaps) {
        return state.isAccepted() && !state.history().isEmpty()
                ? evaluatedResult(state, end, swaps)
                : new RoundResult(state.isAccepted(), state.refusalReason(), List.of(), state.positions(), null, 0.0);
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
        MinerState state = new MinerState(round);
        List<Execution> executions = new ArrayList<>();
        long end = queryAtIntervals(head, block -> {
            Price queryPrice = head.price();
            if (miner.reply(state.query(RoundType.LIVE, block, queryPrice)) instanceof Miner.DesiredPositions desired
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
