package weir.backtest.score;

import java.util.List;
import weir.backtest.internal.score.BalancedTarget;
import weir.backtest.internal.score.GuideTarget;
import weir.backtest.internal.score.MaxFeesTarget;
import weir.backtest.internal.score.MinImpermanentLossTarget;
import weir.backtest.internal.score.Validator2025Target;
import weir.backtest.internal.score.ValidatorTarget;

/** The scoring targets of this bundle, for code that is not an OSGi component. Thread-safe. */
public final class ScoringTargets {

    /** Name of the target that validators use today. */
    public static final String VALIDATOR = "validator";

    private static final List<ScoringTarget> ALL = List.of(
            new ValidatorTarget(),
            new GuideTarget(),
            new Validator2025Target(),
            new MaxFeesTarget(),
            new MinImpermanentLossTarget(),
            new BalancedTarget());

    private ScoringTargets() {}

    /** All targets, the validator's first. */
    public static List<ScoringTarget> all() {
        return ALL;
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
