package weir.backtest.score;

import java.util.List;
import weir.backtest.internal.score.BalancedTarget;
import weir.backtest.internal.score.GuideTarget;
import weir.backtest.internal.score.MaxFeesTarget;
import weir.backtest.internal.score.MinImpermanentLossTarget;
import weir.backtest.internal.score.Validator2025Target;
import weir.backtest.internal.score.ValidatorTarget;

/** The scoring targets that this bundle registers as services, for code that is not an OSGi component. Thread-safe. */
public final class ScoringTargets {

    /** Name of the target by which validators score today. */
    public static final String VALIDATOR = "validator";

    private static final List<ScoringTarget> ALL = List.of(
            new ValidatorTarget(),
            new GuideTarget(),
            new Validator2025Target(),
            new MaxFeesTarget(),
            new MinImpermanentLossTarget(),
            new BalancedTarget());

    private ScoringTargets() {}

    /** All of them, today's validator first. */
    public static List<ScoringTarget> all() {
        return ALL;
    }

    /**
     * The target of a name.
     *
     * @throws IllegalArgumentException naming those that there are, if there is none of that name
     */
    public static ScoringTarget named(String name) {
        return ALL.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scoring target '" + name + "'; there are "
                        + String.join(
                                ", ", ALL.stream().map(ScoringTarget::name).toList())));
    }
}
