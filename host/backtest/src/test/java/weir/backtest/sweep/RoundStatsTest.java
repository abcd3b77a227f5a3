package weir.backtest.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.RoundSummary.Ending;

/** How the rounds of a trial are counted. */
class RoundStatsTest {

    @Test
    void roundsWithoutDecisionAreCountedSeparately() {
        TrialRunner.RoundStats stats = new TrialRunner.RoundStats(Model.VALIDATOR, Model.VALIDATOR);
        stats.add(round(Ending.SCORED, 2, -0.5));
        stats.add(round(Ending.IDLE, 0, 0));
        stats.add(round(Ending.IDLE, 5, 0));
        stats.add(round(Ending.OUT, 0, 0));
        stats.add(round(Ending.FAILED, 0));
        stats.add(round(Ending.LEFT_OUT, 0));
        TrialResult result = stats.toResult(new Trial(0, Map.of()));
        assertEquals(new RoundCounts(4, 2, 1, 2, 1, 7), result.roundCounts());
        assertEquals(-0.125, result.score().mean());
        assertEquals(4, result.gainOverHoldingPercent().rounds());
    }

    private static RoundSummary round(Ending ending, int fallbacks, double... scores) {
        Map<Model, RoundEvaluation> outcomes = scores.length == 0
                ? Map.of()
                : Map.of(Model.VALIDATOR, new RoundEvaluation(List.of(scores[0]), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        return new RoundSummary(0, 0, 9, ending, "", 0, 0, 5, fallbacks, List.of(), outcomes);
    }
}
