package weir.backtest.experiment;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import weir.backtest.Deployment;
import weir.backtest.EvaluationException;
import weir.backtest.Performance;
import weir.backtest.Swaps;
import weir.backtest.internal.Inventories;
import weir.backtest.internal.validator.ValidatorPositions;
import weir.backtest.replay.ReplayedRound;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.result.RoundSummary.Rebalance;
import weir.backtest.round.RebalanceEvent;
import weir.backtest.round.Round;
import weir.backtest.round.RoundResult;
import weir.backtest.score.ScoringTarget;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.backtest.v3.V3Evaluation;
import weir.backtest.v3.V3Evaluation.PoolLiquidity;
import weir.backtest.v3.V3Result;
import weir.history.pool.PoolMetadata;
import weir.strategy.Inventory;
import weir.strategy.Position;

/**
 * Evaluates a round and reduces it to a summary, so that a backtest does not keep its swaps in memory. Thread-safe.
 *
 * @param pool the pool
 * @param targets scoring targets
 * @param models evaluation models
 * @param gasCosts costs of transactions in model {@code v3}
 * @param fees fees of the pool in model {@code v3}
 */
public record RoundEvaluator(
        PoolMetadata pool, List<ScoringTarget> targets, Set<Model> models, GasCosts gasCosts, PoolFees fees) {

    /**
     * Evaluates a round.
     *
     * @param planned first block by the plan
     * @param last last block by the plan
     * @param round {@code null} if the round was not replayed
     * @param swaps swaps of the round and at least one before it, if there is one
     */
    public RoundSummary evaluate(long planned, long last, ReplayedRound round, Swaps swaps) {
        if (round == null) {
            String reason = "no price yet, or a swap in every block";
            return new RoundSummary(planned, planned, last, Ending.LEFT_OUT, reason, 0, 0, 0, 0, List.of(), Map.of());
        }
        long start = round.round().startBlock();
        List<RebalanceEvent> history =
                round.result() == null ? List.of() : round.result().history();
        long first = history.isEmpty() ? start : history.get(0).block();
        return new RoundSummary(
                planned,
                start,
                round.endBlock(),
                endingOf(round),
                String.join("; ", round.remarks()),
                round.swapCount(),
                Math.max(0, swaps.countThrough(first) - swaps.countThrough(planned - 1)),
                round.decisions().size(),
                (int) round.decisions().stream()
                        .filter(step -> step.fallbackReason() != null)
                        .count(),
                history.stream()
                        .map(event -> new Rebalance(event.block(), event.positionsAfter()))
                        .toList(),
                round.result() == null ? Map.of() : evaluations(round, swaps));
    }

    private static Ending endingOf(ReplayedRound round) {
        if (round.result() == null) {
            return Ending.FAILED;
        }
        if (!round.result().accepted()) {
            return Ending.EXCLUDED;
        }
        return round.result().history().isEmpty() ? Ending.IDLE : Ending.SCORED;
    }

    private Map<Model, RoundEvaluation> evaluations(ReplayedRound round, Swaps swaps) {
        Prices prices = new Prices(priceAt(swaps, round.round().startBlock()), priceAt(swaps, round.endBlock()));
        Map<Model, RoundEvaluation> outcomes = new EnumMap<>(Model.class);
        RoundResult result = round.result();
        for (Model model : models) {
            if (result.performance() == null) {
                outcomes.put(model, evaluationWithoutRebalance(round.round().initialInventory(), prices));
            } else if (model == Model.VALIDATOR) {
                outcomes.put(model, evaluation(result.performance(), prices, BigInteger.ZERO, 0));
            } else if (model == Model.STRICT) {
                outcomes.put(model, evaluation(evaluateStrict(round, swaps), prices, BigInteger.ZERO, 0));
            } else {
                V3Result v3 = evaluateV3(round, swaps);
                outcomes.put(model, evaluation(v3.performance(), prices, v3.gasCost(), v3.unprovenSwaps()));
            }
        }
        return outcomes;
    }

    private record Prices(BigInteger start, BigInteger end) {}

    private static BigInteger priceAt(Swaps swaps, long block) {
        return swaps.sqrtPriceX96(swaps.countThrough(block) - 1);
    }

    private static Performance evaluateStrict(ReplayedRound replayed, Swaps swaps) {
        List<Deployment> history = replayed.result().history().stream()
                .map(event -> new Deployment(
                        event.block(),
                        event.positionsAfter().stream()
                                .map(position -> ValidatorPositions.withUsedAllocations(
                                        position, event.chargedPrice().sqrtPriceX96()))
                                .toList(),
                        event.inventoryRemaining()))
                .toList();
        return replayed.round().evaluate(history, replayed.endBlock(), swaps);
    }

    /** Positions of the vault are minted before the round, from tokens that are added to the inventory. */
    private V3Result evaluateV3(ReplayedRound replayed, Swaps swaps) {
        Round round = replayed.round();
        List<Deployment> history = new ArrayList<>();
        Inventory total = round.initialInventory();
        if (!round.initialPositions().isEmpty()) {
            history.add(new Deployment(round.startBlock() - 1, round.initialPositions(), total));
            for (Position position : round.initialPositions()) {
                total = Inventories.plus(total, new Inventory(position.allocation0(), position.allocation1()));
            }
        }
        replayed.result().history().forEach(event -> history.add(event.deployment()));
        V3Evaluation evaluation = new V3Evaluation(
                round.startBlock(),
                replayed.endBlock(),
                total,
                fees,
                gasCosts,
                PoolLiquidity.EXCLUDES_POSITIONS,
                history);
        evaluation.add(swaps);
        return evaluation.result();
    }

    /** The evaluation of a miner that never rebalanced. By the rules of the validator every score is 0. */
    private RoundEvaluation evaluationWithoutRebalance(Inventory inventory, Prices prices) {
        List<Double> zeros = targets.stream().map(target -> 0.0).toList();
        double start = value(inventory, prices.start());
        double gain = value(inventory, prices.end()) - start;
        return new RoundEvaluation(zeros, 0, 0, 0, 0, 0, gain, 0, start, 0, 0, 0, 0);
    }

    private RoundEvaluation evaluation(Performance performance, Prices prices, BigInteger gas, long unprovenSwaps) {
        List<Double> scores = new ArrayList<>();
        for (ScoringTarget target : targets) {
            scores.add(score(target, performance));
        }
        Inventory inventory = performance.initialInventory();
        double start = value(inventory, prices.start());
        double valueOfHolding = value(inventory, prices.end());
        double fees = pool.token1().whole(performance.feesCollected());
        double gasValue = pool.token1().whole(gas);
        double end = value(performance.holdings(), prices.end()) + fees - gasValue;
        return new RoundEvaluation(
                scores,
                pool.token0().whole(performance.fees0()),
                pool.token1().whole(performance.fees1()),
                fees,
                pool.token0().whole(performance.holdings().amount0().subtract(inventory.amount0())),
                pool.token1().whole(performance.holdings().amount1().subtract(inventory.amount1())),
                end - start,
                end - valueOfHolding,
                start,
                performance.impermanentLoss() == null ? 0 : performance.impermanentLoss(),
                performance.inRangeRatio() == null ? 0 : performance.inRangeRatio(),
                gasValue,
                unprovenSwaps);
    }

    private double value(Inventory amounts, BigInteger sqrtPriceX96) {
        return pool.value(amounts.amount0(), amounts.amount1(), sqrtPriceX96);
    }

    /** The score by a target; NaN if the target defines none for this performance. */
    private static double score(ScoringTarget target, Performance performance) {
        try {
            return target.score(performance);
        } catch (EvaluationException e) {
            return Double.NaN;
        }
    }
}
