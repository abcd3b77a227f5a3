package weir.backtest.score;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import weir.backtest.internal.score.PythonDecimal;

/**
 * The validator's score of a miner in a job: moving averages in decimals, and counts. Immutable.
 *
 * <p>An update computes the moving average in doubles from the stored value, converts it to the shortest decimal that parses to the
 * same double, and combines the unrounded decimals; only {@link #stored()} rounds.
 *
 * @param evaluation moving average of evaluation scores: 0.9 old + 0.1 new
 * @param live moving average of live scores: 0.7 old + 0.3 new
 * @param combined 0.6 evaluation + 0.4 live
 * @param evaluations evaluation rounds so far
 * @param successfulEvaluations those in which the miner was accepted
 * @param refusals evaluation rounds in which the miner was not accepted
 * @param liveRounds live rounds so far
 * @param successfulLiveRounds those in which the miner was accepted
 */
public record MinerScore(
        BigDecimal evaluation,
        BigDecimal live,
        BigDecimal combined,
        int evaluations,
        int successfulEvaluations,
        int refusals,
        int liveRounds,
        int successfulLiveRounds) {

    /** A miner without rounds. */
    public static final MinerScore NEW =
            new MinerScore(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0, 0, 0, 0, 0);

    private static final int STORED_PLACES = 6;
    private static final BigDecimal STORED_LIMIT = new BigDecimal("10000");
    private static final BigDecimal EVALUATION_WEIGHT = new BigDecimal("0.6");
    private static final BigDecimal LIVE_WEIGHT = new BigDecimal("0.4");
    /** Python's default decimal context. */
    private static final MathContext CONTEXT = new MathContext(28, RoundingMode.HALF_EVEN);

    /**
     * The score after an evaluation round, unrounded.
     *
     * @param score score of the round; 0 for a miner that was not accepted
     * @param accepted whether the miner took part until the end
     */
    public MinerScore afterEvaluation(double score, boolean accepted) {
        BigDecimal mean = PythonDecimal.of(evaluation.doubleValue() * 0.9 + score * 0.1);
        return new MinerScore(
                mean,
                live,
                combine(mean, live),
                evaluations + 1,
                successfulEvaluations + (accepted ? 1 : 0),
                refusals + (accepted ? 0 : 1),
                liveRounds,
                successfulLiveRounds);
    }

    /** The score after a live round, unrounded; parameters as in {@link #afterEvaluation}. */
    public MinerScore afterLive(double score, boolean accepted) {
        BigDecimal mean = PythonDecimal.of(live.doubleValue() * 0.7 + score * 0.3);
        return new MinerScore(
                evaluation,
                mean,
                combine(evaluation, mean),
                evaluations,
                successfulEvaluations,
                refusals,
                liveRounds + 1,
                successfulLiveRounds + (accepted ? 1 : 0));
    }

    /**
     * The score as stored in the validator's database: six places, half rounded away from zero. The next round starts from it.
     *
     * @throws ArithmeticException if a score has more than four digits before the point; the database rejects it
     */
    public MinerScore stored() {
        return new MinerScore(
                stored(evaluation),
                stored(live),
                stored(combined),
                evaluations,
                successfulEvaluations,
                refusals,
                liveRounds,
                successfulLiveRounds);
    }

    private static BigDecimal combine(BigDecimal evaluation, BigDecimal live) {
        return evaluation
                .multiply(EVALUATION_WEIGHT)
                .round(CONTEXT)
                .add(live.multiply(LIVE_WEIGHT).round(CONTEXT))
                .round(CONTEXT);
    }

    private static BigDecimal stored(BigDecimal score) {
        BigDecimal rounded = score.setScale(STORED_PLACES, RoundingMode.HALF_UP);
        if (rounded.abs().compareTo(STORED_LIMIT) >= 0) {
            throw new ArithmeticException("score " + score + " does not fit numeric(10,6); it must stay below 10,000");
        }
        return rounded;
    }
}
