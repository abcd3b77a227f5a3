package weir.backtest.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;

class LocalEngineTest {

    @Test
    void noTrialStartsAfterAResultCouldNotBeStored() {
        List<Integer> stored = new ArrayList<>();
        List<Trial> trials = List.of(new Trial(0, Map.of()), new Trial(1, Map.of()), new Trial(2, Map.of()));
        LocalEngine engine = new LocalEngine(1, (trial, chunk) -> new ChunkResult("", List.of()));
        assertThrows(
                IOException.class,
                () -> engine.play(trials, List.of(), (trial, result) -> {
                    stored.add(trial.index());
                    throw new IOException("no space left");
                }));
        assertEquals(List.of(0), stored);
    }
}
