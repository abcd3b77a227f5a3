package weir.isolation.frame;

import java.util.ArrayList;
import java.util.List;
import weir.isolation.batch.StrategyProcess;
import weir.isolation.batch.StrategyProcess.Answer;
import weir.strategy.Inventory;
import weir.strategy.RebalanceQuery;

/** Writes and reads the queries of many instances at one check, and their answers. What the queries have in common is written once. */
public final class BatchCodec {

    /** Longest failure, in characters. */
    public static final int MAX_FAILURE = 4_000;

    /** Longest decision. */
    public static final int MAX_DECISION_BYTES = 64_000;

    /** Longest answers to a call. */
    public static final int MAX_ANSWERS_BYTES = StrategyProcess.MAX_QUERIES * (MAX_DECISION_BYTES + 8) + 4;

    private enum Outcome {
        DECISION,
        NULL,
        FAILURE
    }

    /**
     * The queries of a call.
     *
     * @param instances number of the instance for each query
     */
    public record Call(boolean isBacktest, List<Integer> instances, List<RebalanceQuery> queries) {}

    private BatchCodec() {}

    /**
     * @throws IllegalArgumentException if the queries are not of one check
     */
    public static void write(
            FrameWriter to, List<Integer> instances, List<RebalanceQuery> queries, boolean isBacktest) {
        RebalanceQuery first = queries.get(0);
        if (instances.size() != queries.size() || queries.size() > StrategyProcess.MAX_QUERIES) {
            throw new IllegalArgumentException(queries.size() + " queries for " + instances.size() + " instances");
        }
        to.bool(isBacktest);
        StrategyCodec.write(to, first);
        to.int32(queries.size());
        for (int i = 0; i < queries.size(); i++) {
            RebalanceQuery query = queries.get(i);
            if (query.blockNumber() != first.blockNumber()
                    || !query.roundId().equals(first.roundId())
                    || !query.pairAddress().equals(first.pairAddress())
                    || !query.currentPrice().equals(first.currentPrice())) {
                throw new IllegalArgumentException("queries of several checks: " + first + " and " + query);
            }
            to.int32(instances.get(i))
                    .list(query.currentPositions(), StrategyCodec::write)
                    .bigInteger(query.inventoryRemaining().amount0())
                    .bigInteger(query.inventoryRemaining().amount1())
                    .int32(query.rebalancesSoFar());
        }
    }

    /** Reads what {@link #write(FrameWriter, List, List, boolean)} has written. */
    public static Call call(FrameReader from) {
        boolean isBacktest = from.bool("isBacktest");
        RebalanceQuery common = StrategyCodec.query(from);
        List<Integer> instances = new ArrayList<>();
        List<RebalanceQuery> queries = from.list("queries", StrategyProcess.MAX_QUERIES, reader -> {
            instances.add(reader.int32("instance"));
            return new RebalanceQuery(
                    common.jobId(),
                    common.snLiquidityManagerAddress(),
                    common.pairAddress(),
                    common.chainId(),
                    common.roundId(),
                    common.roundType(),
                    common.blockNumber(),
                    common.currentPrice(),
                    reader.list("currentPositions", StrategyCodec.MAX_POSITIONS, StrategyCodec::position),
                    new Inventory(reader.bigInteger("amount0"), reader.bigInteger("amount1")),
                    reader.int32("rebalancesSoFar"),
                    common.tickSpacing());
        });
        from.end();
        return new Call(isBacktest, instances, queries);
    }

    /** Writes an answer. A decision that is too long, and a failure, are written as a failure of limited length. */
    public static void write(FrameWriter to, Answer answer) {
        if (!answer.failure().isEmpty()) {
            fail(to, answer.failure());
        } else if (answer.decision() == null) {
            to.int32(Outcome.NULL.ordinal());
        } else {
            FrameWriter decision = new FrameWriter();
            StrategyCodec.write(decision, answer.decision());
            if (decision.size() > MAX_DECISION_BYTES) {
                fail(
                        to,
                        "it returned a decision of " + decision.size() + " bytes; return at most "
                                + MAX_DECISION_BYTES);
            } else {
                to.int32(Outcome.DECISION.ordinal()).bytes(decision.toBody());
            }
        }
    }

    private static void fail(FrameWriter to, String failure) {
        to.int32(Outcome.FAILURE.ordinal()).text(failure.substring(0, Math.min(failure.length(), MAX_FAILURE)));
    }

    /** @throws FrameException if the answers are not valid, or not as many as the queries */
    public static List<Answer> answers(FrameReader from, int queries) {
        List<Answer> answers = from.list("answers", queries, BatchCodec::answer);
        from.end();
        if (answers.size() != queries) {
            throw new FrameException("answers: " + answers.size() + " for " + queries + " queries");
        }
        return answers;
    }

    private static Answer answer(FrameReader from) {
        return switch (from.constant("outcome", Outcome.values())) {
            case NULL -> new Answer(null, "");
            case FAILURE -> {
                String failure = FrameReader.printable(from.text("failure", 4 * MAX_FAILURE));
                yield new Answer(null, failure.isEmpty() ? "an exception without a name" : failure);
            }
            case DECISION -> {
                FrameReader decision = new FrameReader(from.bytes("decision", MAX_DECISION_BYTES));
                Answer answer = new Answer(StrategyCodec.decision(decision), "");
                decision.end();
                yield answer;
            }
        };
    }
}
