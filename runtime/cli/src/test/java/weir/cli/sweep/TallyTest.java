package weir.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.backtest.sweep.RoundEnds;
import weir.backtest.sweep.Trial;
import weir.backtest.sweep.TrialResult;
import weir.cli.backtest.Model;
import weir.cli.backtest.Outcome;
import weir.cli.backtest.PlayedRound;
import weir.cli.backtest.PlayedRound.Verdict;

/** What a trial's rounds are counted as. */
class TallyTest {

    @Test
    void roundsThatAStrategyLostAreToldFromThoseItHeldStill() {
        Tally tally = new Tally(Model.VALIDATOR, Model.VALIDATOR);
        tally.add(round(Verdict.SCORED, 2, -0.5));
        tally.add(round(Verdict.IDLE, 0, 0));
        tally.add(round(Verdict.IDLE, 5, 0));
        tally.add(round(Verdict.OUT, 0, 0));
        tally.add(round(Verdict.FAILED, 0));
        tally.add(round(Verdict.LEFT_OUT, 0));
        TrialResult result = tally.result(new Trial(0, Map.of()));
        assertEquals(new RoundEnds(4, 2, 1, 2, 1, 7), result.ends());
        assertEquals(-0.125, result.score().mean());
        assertEquals(4, result.overHold().rounds());
    }

    private static PlayedRound round(Verdict verdict, int fallbacks, double... scores) {
        Map<Model, Outcome> outcomes = scores.length == 0
                ? Map.of()
                : Map.of(Model.VALIDATOR, new Outcome(List.of(scores[0]), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        return new PlayedRound(0, 0, 9, verdict, "", 0, 0, 5, fallbacks, List.of(), outcomes);
    }
}
