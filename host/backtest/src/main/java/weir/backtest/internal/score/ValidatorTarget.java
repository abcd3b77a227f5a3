package weir.backtest.internal.score;

import weir.backtest.Performance;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;

/** The score of the published validator code since March 2026, against holding or against the positions of the start. */
public final class ValidatorTarget implements ScoringTarget {

    private static final double LOSS_PENALTY = 10;
    private static final double IN_RANGE_WEIGHT = 0.08;
    private static final double MAX_RETURN = 10;
    private static final double MIN_SCORE = -100;
    private static final double MAX_SCORE = 10;

    private final double lossPenalty;
    private final boolean hasBaseline;

    /** Uses the validator's constants. */
    public ValidatorTarget() {
        this(LOSS_PENALTY);
    }

    /** The target whose start value is {@link Performance#baselineValue}, if the round started with positions. */
    public static ValidatorTarget againstBaseline() {
        return new ValidatorTarget(LOSS_PENALTY, true);
    }

    /** Uses another factor of the loss in the exponent of the penalty, for comparison with recordings. */
    public ValidatorTarget(double lossPenalty) {
        this(lossPenalty, false);
    }

    private ValidatorTarget(double lossPenalty, boolean hasBaseline) {
        this.lossPenalty = lossPenalty;
        this.hasBaseline = hasBaseline;
    }

    @Override
    public String name() {
        return hasBaseline ? ScoringTargets.VALIDATOR_BASELINE : ScoringTargets.VALIDATOR;
    }

    @Override
    public String description() {
        return (hasBaseline ? "return against the positions of the start, had they stayed," : "return over the round,")
                + " as a fraction, penalised by the validator's impermanent loss and by time out of"
                + " range, within [-100, 10]: the public validator as of "
                + (hasBaseline ? "November 2026, with a baseline" : "March 2026");
    }

    @Override
    public double score(Performance performance) {
        if (performance.initialValue() == null || performance.finalValue() == null) {
            return MIN_SCORE;
        }
        double initial = (hasBaseline && performance.baselineValue() != null
                        ? performance.baselineValue()
                        : performance.initialValue())
                .doubleValue();
        if (initial <= 0) {
            return MIN_SCORE;
        }
        double gain = clamp((performance.finalValue().doubleValue() - initial) / initial, -MAX_RETURN, MAX_RETURN);
        double penalty = Math.exp(-lossPenalty * loss(performance));
        double score = gain >= 0 ? gain * penalty : penalty > 0 ? gain / penalty : gain;
        if (performance.inRangeRatio() != null) {
            score *= (1.0 - IN_RANGE_WEIGHT) + IN_RANGE_WEIGHT * clamp(performance.inRangeRatio(), 0, 1);
        }
        return clamp(score, MIN_SCORE, MAX_SCORE);
    }

    private static double loss(Performance performance) {
        return performance.impermanentLoss() != null
                ? performance.impermanentLoss()
                : PythonArithmetic.maxLossRatio(performance.initialInventory(), performance.idle());
    }

    private static double clamp(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }
}
