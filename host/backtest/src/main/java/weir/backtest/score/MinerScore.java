package weir.backtest.score;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import weir.backtest.internal.score.PythonArithmetic;

/**
 * The validator's score of a miner in a job: exponential moving averages, and numbers of rounds. Immutable.
 *
 * <p>Like the validator, an update computes a moving average with doubles and converts it to the shortest decimal that parses to
 * the same double. Only {@link #roundForStorage()} rounds.
 *
 * @param evaluation moving average of evaluation scores: 0.9 old + 0.1 new
 * @param live moving average of live scores: 0.7 old + 0.3 new
 * @param combined 0.6 evaluation + 0.4 live
 * @param evaluations number of evaluation rounds
 * @param successfulEvaluations number of evaluation rounds in which the miner took part until the end
 * @param refusals number of the other evaluation rounds
 * @param liveRounds number of live rounds
 * @param successfulLiveRounds number of live rounds in which the miner took part until the end
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

    /** The score of a miner without rounds. */
    public static final MinerScore NEW =
            new MinerScore(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0, 0, 0, 0, 0);

    private static final int STORED_DECIMAL_PLACES = 6;
    private static final BigDecimal STORED_LIMIT = new BigDecimal("10000");
    private static final BigDecimal EVALUATION_WEIGHT = new BigDecimal("0.6");
    private static final BigDecimal LIVE_WEIGHT = new BigDecimal("0.4");
    /** The default precision and rounding of Python's decimal module. */
    private static final MathContext PYTHON_CONTEXT = new MathContext(28, RoundingMode.HALF_EVEN);

    /**
     * The score after an evaluation round, unrounded.
     *
     * @param score score of the round; 0 if the miner did not take part until the end
     * @param accepted whether the miner took part until the end
     */
    public MinerScore afterEvaluation(double score, boolean accepted) {
        BigDecimal mean = PythonArithmetic.toDecimal(evaluation.doubleValue() * 0.9 + score * 0.1);
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
        BigDecimal mean = PythonArithmetic.toDecimal(live.doubleValue() * 0.7 + score * 0.3);
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
     * The score as the validator's database stores it: six decimal places, halves rounded away from zero. The next round continues
     * from it.
     *
     * @throws ArithmeticException if an average is 10,000 or more, which the database rejects
     */
    public MinerScore roundForStorage() {
        return new MinerScore(
                roundForStorage(evaluation),
                roundForStorage(live),
                roundForStorage(combined),
                evaluations,
                successfulEvaluations,
                refusals,
                liveRounds,
                successfulLiveRounds);
    }

    private static BigDecimal combine(BigDecimal evaluation, BigDecimal live) {
        return evaluation
                .multiply(EVALUATION_WEIGHT)
                .round(PYTHON_CONTEXT)
                .add(live.multiply(LIVE_WEIGHT).round(PYTHON_CONTEXT))
                .round(PYTHON_CONTEXT);
    }

    private static BigDecimal roundForStorage(BigDecimal score) {
        BigDecimal rounded = score.setScale(STORED_DECIMAL_PLACES, RoundingMode.HALF_UP);
        if (rounded.abs().compareTo(STORED_LIMIT) >= 0) {
            throw new ArithmeticException("score " + score + " does not fit numeric(10,6); it must stay below 10,000");
        }
        return rounded;
    }
}
