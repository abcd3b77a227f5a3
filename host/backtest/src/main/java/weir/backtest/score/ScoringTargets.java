package weir.backtest.score;

import java.util.List;
import java.util.stream.Stream;
import weir.backtest.internal.score.GuideTarget;
import weir.backtest.internal.score.OwnTarget;
import weir.backtest.internal.score.Validator2025Target;
import weir.backtest.internal.score.ValidatorTarget;

/** The scoring targets. Thread-safe. */
public final class ScoringTargets {

    /** Name of the target that validators use today. */
    public static final String VALIDATOR = "validator";

    /**
     * Name of the same target with a baseline: the start value is what the positions of the start would be worth at the end. In a round
     * that starts without positions, and in model {@code v3}, both targets are equal.
     */
    public static final String VALIDATOR_BASELINE = "validator-baseline";

    private static final List<ScoringTarget> ALL = Stream.concat(
                    Stream.of(
                            new ValidatorTarget(),
                            ValidatorTarget.againstBaseline(),
                            new GuideTarget(),
                            new Validator2025Target()),
                    OwnTarget.ALL.stream())
            .toList();

    private ScoringTargets() {}

    /** All targets, the validator's first. */
    public static List<ScoringTarget> all() {
        return ALL;
    }

    /** The targets of a backtest without positions at the start: all but the one with a baseline, which would equal another. */
    public static List<ScoringTarget> defaults() {
        return ALL.stream()
                .filter(target -> !target.name().equals(VALIDATOR_BASELINE))
                .toList();
    }

    /** Whether a target is the validator's, with or without a baseline. */
    public static boolean isValidators(ScoringTarget target) {
        return target.name().equals(VALIDATOR) || target.name().equals(VALIDATOR_BASELINE);
    }

    /**
     * Returns a target by name.
     *
     * @throws IllegalArgumentException if there is no such target; the message names the existing ones
     */
    public static ScoringTarget byName(String name) {
        return ALL.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scoring target '" + name + "'; choose one of "
                        + String.join(
                                ", ", ALL.stream().map(ScoringTarget::name).toList())));
    }
}
