package weir.console.internal.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.console.internal.monitor.FixedRounds;
import weir.history.PoolKey;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.router.Answer;
import weir.router.audit.AnswerEvent;
import weir.strategy.RoundType;
import weir.testkit.Queries;

class ScorePanelTest {

    private static final Instant START = Instant.parse("2026-11-30T07:00:00Z");

    private final FixedRounds rounds = new FixedRounds();
    private final ScorePanel panel = new ScorePanel();

    @Test
    void newestRoundsAreShownAndRecordsAreReadOnce() {
        rounds.add(round(0));
        rounds.addListener(panel::changed);
        assertEquals(1, shown().size());
        for (int number = 1; number <= 2 * ScorePanel.MAX_ROUNDS; number++) {
            rounds.add(round(number));
            assertEquals(START.plusSeconds(number), shown().get(0).start());
        }
        assertEquals(ScorePanel.MAX_ROUNDS, shown().size());
        assertEquals(
                START.plusSeconds(ScorePanel.MAX_ROUNDS + 1),
                shown().get(ScorePanel.MAX_ROUNDS - 1).start());
        assertEquals(1, rounds.reads);
    }

    @Test
    void laterRecordOfARoundReplacesTheEarlierOne() {
        rounds.addListener(panel::changed);
        rounds.add(round(1));
        rounds.add(round(1).plus(round(1).answers().get(0)));
        assertEquals(1, shown().size());
    }

    private List<ScorePanel.Round> shown() {
        return panel.of(Optional.of(rounds)).rounds();
    }

    private static PlayedRound round(int number) {
        return new PlayedRound(
                new RoundId(
                        new PoolKey(8453, "0x" + "11".repeat(20)),
                        Optional.empty(),
                        "job",
                        "round-" + number,
                        RoundType.EVALUATION),
                List.of(new AnswerEvent(
                        START.plusSeconds(number),
                        Queries.query().build(),
                        Optional.empty(),
                        Answer.unavailable("test"),
                        Duration.ZERO)),
                0,
                Map.of(),
                Optional.empty());
    }
}
