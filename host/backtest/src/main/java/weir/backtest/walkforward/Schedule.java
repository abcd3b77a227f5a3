package weir.backtest.walkforward;

import java.util.List;
import java.util.Optional;

/**
 * Which rounds the trials of a sweep play, and which of them count.
 *
 * @param folds walk-forward folds; empty if all rounds count for the score
 * @param halving successive halving; empty if all trials play all rounds
 */
public record Schedule(Optional<Folds> folds, Optional<Halving> halving) {

    /** All trials play all rounds, which all count. */
    public static final Schedule ALL_ROUNDS = new Schedule(Optional.empty(), Optional.empty());

    /**
     * The stages, at least one. In the last one, trials play all rounds of the period.
     *
     * @param roundCount rounds of the period
     * @param trials number of trials
     * @throws IllegalArgumentException if the period is too short, or halving has too few trials or rounds
     */
    public List<Stage> stages(int roundCount, int trials) {
        Chunk all = new Chunk(0, roundCount);
        // No test round may influence which trials go on, so samples come from the rounds before the first one.
        Chunk sampled = folds.map(each -> each.of(roundCount).get(0).train()).orElse(all);
        return halving.map(each -> each.stages(trials, sampled, all))
                .orElse(List.of(new Stage(0, List.of(all), trials)));
    }

    /** The schedule as options of the command; empty if there are none. */
    @Override
    public String toString() {
        return (folds.map(each -> "--folds " + each + " ").orElse("")
                        + halving.map(each -> "--halving with seed " + each.seed())
                                .orElse(""))
                .strip();
    }
}
