package weir.rounds.internal.replay;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import weir.backtest.experiment.StrategyFactory.StrategyHandle;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.SwapSource;
import weir.rounds.internal.replay.ReplayedMiner.Step;
import weir.rounds.replay.ComparedAnswer;
import weir.rounds.replay.ComparedAnswer.Cause;
import weir.router.Answer;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.PoolFacts;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.StatefulStrategy;
import weir.strategy.Swap;

/**
 * Finds out why a played answer differs from the replay: it changes one input of the replay after the other to that of the played query,
 * until an instance of the strategy with the state of the replay decides as it did. For one round and one thread.
 *
 * @param strategies creates instances
 * @param source the stored swaps
 * @param answers the answers of the round
 */
public record DifferenceDiagnosis(Supplier<StrategyHandle> strategies, SwapSource source, List<AnswerEvent> answers) {

    /** The host knows the newest swaps a few seconds late. */
    private static final int MAX_MISSING_SWAPS = 20;

    /** @param index index of the answer */
    public ComparedAnswer compare(int index, Step replayed) {
        Answer answer = answers.get(index).answer();
        RebalanceQuery query = answers.get(index).query();
        if (isSame(
                query.currentPositions(),
                answer.decision(),
                replayed.query().currentPositions(),
                replayed.decision())) {
            return result(query, answer, replayed, Cause.NONE, "");
        }
        String reason = answer.decision().reason();
        return switch (answer.outcome()) {
            case TIMEOUT -> result(query, answer, replayed, Cause.LATE_ANSWER, "the answer was late: " + reason);
            case EXCEPTION, GUARD -> result(query, answer, replayed, Cause.FAILED_CALL, "the call failed: " + reason);
            case UNAVAILABLE, REFUSED ->
                result(query, answer, replayed, Cause.NOT_CALLED, "no strategy was called: " + reason);
            case PASSED -> diagnose(index, query, answer, replayed);
        };
    }

    private ComparedAnswer diagnose(int index, RebalanceQuery query, Answer answer, Step replayed) {
        RebalanceQuery ideal = replayed.query();
        Price price = query.currentPrice();
        Optional<byte[]> state = replayed.stateBefore();
        if (decidesAs(answer, query, ideal, Long.MAX_VALUE, index, Optional.empty())) {
            return result(query, answer, replayed, Cause.STATE, "a new instance decides as the played one did");
        }
        if (decidesAs(answer, query, withPrice(ideal, price), Long.MAX_VALUE, index, state)) {
            return price.equals(asDouble(ideal.currentPrice()))
                    ? result(query, answer, replayed, Cause.PRICE_AS_DOUBLE, "the query has the price as a double")
                    : result(
                            query,
                            answer,
                            replayed,
                            Cause.OTHER_PRICE,
                            "the query has sqrtPriceX96 " + price.sqrtPriceX96()
                                    + ", and the price stored for the block is "
                                    + ideal.currentPrice().sqrtPriceX96());
        }
        if (decidesAs(answer, query, query, Long.MAX_VALUE, index, state)) {
            return result(
                    query,
                    answer,
                    replayed,
                    Cause.OTHER_POSITIONS,
                    "the query has " + describe(query) + "; in the replay, " + describe(ideal));
        }
        for (long lastBlock : lastKnownBlocks(index, query)) {
            if (decidesAs(answer, query, query, lastBlock, index, state)) {
                return result(
                        query,
                        answer,
                        replayed,
                        Cause.MISSING_SWAPS,
                        lastBlock < 0
                                ? "the host had no stored swaps"
                                : "the host did not know the swaps after block " + lastBlock);
            }
        }
        return state.isPresent()
                ? result(query, answer, replayed, Cause.STATE, "the strategy had other state from earlier queries")
                : result(
                        query,
                        answer,
                        replayed,
                        Cause.UNKNOWN,
                        "no tested cause; the strategy may keep state that it does not declare, or its file was replaced");
    }

    /**
     * The blocks up to which the host may have known swaps, newest first: those before each of the newest swaps, those of the earlier
     * queries, and -1 for no swaps at all.
     */
    private SortedSet<Long> lastKnownBlocks(int index, RebalanceQuery query) {
        SortedSet<Long> blocks = new TreeSet<>(Comparator.reverseOrder());
        source.swaps(query.chainId(), query.pairAddress(), 0, query.blockNumber(), MAX_MISSING_SWAPS)
                .forEach(swap -> blocks.add(swap.blockNumber() - 1));
        answers.subList(0, index).forEach(earlier -> blocks.add(earlier.query().blockNumber()));
        blocks.add(-1L);
        return blocks;
    }

    /**
     * Whether a new instance decides as the played one did.
     *
     * @param played the query of the host
     * @param query the query that the instance gets
     * @param lastKnownBlock the instance sees the swaps up to this block only
     * @param state the state with which the instance begins; empty for that of a new one
     */
    private boolean decidesAs(
            Answer answer,
            RebalanceQuery played,
            RebalanceQuery query,
            long lastKnownBlock,
            int index,
            Optional<byte[]> state) {
        PriceCache earlierPrices = new PriceCache();
        answers.subList(0, index).forEach(earlier -> earlierPrices.add(earlier.query()));
        SwapSource known = new KnownSwaps(source, lastKnownBlock);
        try (StrategyHandle handle = strategies.get()) {
            if (state.isPresent() && handle.strategy() instanceof StatefulStrategy stateful) {
                stateful.restoreState(state.get());
            }
            Decision decision = ReplayedMiner.decide(
                    handle.strategy(), query, new MarketView(query, earlierPrices, List.of(known), true));
            return isSame(played.currentPositions(), answer.decision(), query.currentPositions(), decision);
        }
    }

    /** Whether two decisions lead to the same ranges and allocations, or both refuse. */
    private static boolean isSame(
            List<Position> firstCurrent, Decision first, List<Position> secondCurrent, Decision second) {
        if (first instanceof Decision.Rebalance a && second instanceof Decision.Rebalance b) {
            return a.positions().equals(b.positions());
        }
        if (first.getClass() == second.getClass()) {
            return true;
        }
        // To desire the current positions is to keep them.
        return isKept(firstCurrent, first) && isKept(secondCurrent, second);
    }

    private static boolean isKept(List<Position> current, Decision decision) {
        return decision instanceof Decision.Keep
                || decision instanceof Decision.Rebalance rebalance
                        && rebalance.positions().equals(current);
    }

    private static ComparedAnswer result(
            RebalanceQuery query, Answer answer, Step replayed, Cause cause, String explanation) {
        return new ComparedAnswer(query.blockNumber(), answer.decision(), replayed.decision(), cause, explanation);
    }

    private static String describe(RebalanceQuery query) {
        return query.currentPositions().size() + " positions, inventory "
                + query.inventoryRemaining().amount0() + " and "
                + query.inventoryRemaining().amount1();
    }

    private static Price asDouble(Price price) {
        return new Price(new BigDecimal(price.sqrtPriceX96().doubleValue()).toBigInteger());
    }

    private static RebalanceQuery withPrice(RebalanceQuery query, Price price) {
        return new RebalanceQuery(
                query.jobId(),
                query.snLiquidityManagerAddress(),
                query.pairAddress(),
                query.chainId(),
                query.roundId(),
                query.roundType(),
                query.blockNumber(),
                price,
                query.currentPositions(),
                query.inventoryRemaining(),
                query.rebalancesSoFar(),
                query.tickSpacing());
    }

    /** The stored swaps up to a block. */
    private record KnownSwaps(SwapSource source, long lastBlock) implements SwapSource {
        @Override
        public Optional<PoolFacts> pool(long chainId, String pairAddress) {
            return source.pool(chainId, pairAddress);
        }

        @Override
        public List<Swap> swaps(long chainId, String pairAddress, long fromBlock, long toBlock, int limit) {
            long last = Math.min(toBlock, lastBlock);
            return fromBlock > last ? List.of() : source.swaps(chainId, pairAddress, fromBlock, last, limit);
        }
    }
}
