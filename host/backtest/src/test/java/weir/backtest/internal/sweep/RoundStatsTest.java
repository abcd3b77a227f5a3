package weir.backtest.internal.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.backtest.experiment.Model;
import weir.backtest.experiment.Outcome;
import weir.backtest.experiment.PlayedRound;
import weir.backtest.experiment.PlayedRound.Ending;
import weir.backtest.sweep.RoundOutcomes;
import weir.backtest.sweep.Trial;
import weir.backtest.sweep.TrialResult;

/** How the rounds of a trial are counted. */
class RoundStatsTest {

    @Test
    void lostRoundsAreCountedSeparatelyFromIdleOnes() {
        RoundStats stats = new RoundStats(Model.VALIDATOR, Model.VALIDATOR);
        stats.add(round(Ending.SCORED, 2, -0.5));
        stats.add(round(Ending.IDLE, 0, 0));
        stats.add(round(Ending.IDLE, 5, 0));
        stats.add(round(Ending.OUT, 0, 0));
        stats.add(round(Ending.FAILED, 0));
        stats.add(round(Ending.LEFT_OUT, 0));
        TrialResult result = stats.result(new Trial(0, Map.of()));
        assertEquals(new RoundOutcomes(4, 2, 1, 2, 1, 7), result.ends());
        assertEquals(-0.125, result.score().mean());
        assertEquals(4, result.overHold().rounds());
    }

    private static PlayedRound round(Ending ending, int fallbacks, double... scores) {
        Map<Model, Outcome> outcomes = scores.length == 0
                ? Map.of()
                : Map.of(Model.VALIDATOR, new Outcome(List.of(scores[0]), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        return new PlayedRound(0, 0, 9, ending, "", 0, 0, 5, fallbacks, List.of(), outcomes);
    }
}
