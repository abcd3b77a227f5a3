package weir.backtest.sweep.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult.RoundScore;

/** How the rounds of a trial are counted. */
class RoundCountsTest {

    @Test
    void roundsWithoutDecisionAreCountedSeparately() {
        List<RoundScore> rounds = List.of(
                round(Ending.SCORED, 2, -0.5),
                round(Ending.IDLE, 0, 0),
                round(Ending.IDLE, 5, 0),
                round(Ending.EXCLUDED, 0, 0),
                round(Ending.FAILED, 0),
                round(Ending.LEFT_OUT, 0));
        TrialResult result = TrialResult.of(new Trial(0, Map.of()), 0, new ChunkResult("", rounds), List.of());
        assertEquals(new RoundCounts(4, 2, 1, 2, 1, 7), result.roundCounts());
        assertEquals(-0.125, result.score().mean());
        assertEquals(4, result.gainOverHoldingPercent().rounds());
    }

    private static RoundScore round(Ending ending, int fallbacks, double... scores) {
        Map<Model, RoundEvaluation> outcomes = scores.length == 0
                ? Map.of()
                : Map.of(Model.VALIDATOR, new RoundEvaluation(List.of(scores[0]), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        return RoundScore.of(
                new RoundSummary(0, 0, 9, ending, "", 0, 0, 5, fallbacks, List.of(), outcomes),
                Model.VALIDATOR,
                Model.VALIDATOR);
    }
}
