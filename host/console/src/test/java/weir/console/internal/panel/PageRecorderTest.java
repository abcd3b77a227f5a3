package weir.console.internal.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.console.internal.monitor.FixedRounds;
import weir.console.internal.panel.json.PanelSerializer;
import weir.fixtures.Await;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;

/** What the page keeps of queries. A query at block n is answered n seconds after 1970. */
class PageRecorderTest {

    @TempDir
    Path data;

    private final FixedRounds rounds = new FixedRounds();

    @Test
    void recordedRoundsComeBeforeQueriesThatArriveDuringTheStart() {
        rounds.rounds.add(record(100, 110));
        rounds.rounds.add(record(90, 120));
        PageRecorder recorder = new PageRecorder(rounds, Instant.EPOCH.plusSeconds(120));
        recorder.onAnswer(answer(120)); // It is recorded already, too.
        recorder.onAnswer(answer(130));
        Await.until("five queries", () -> recorder.read((activity, recorded) -> activity.answered) == 5);
        assertEquals(List.of(90L, 100L, 110L, 120L, 130L), blocks(recorder));
        assertEquals(5, (int)
                recorder.read((activity, recorded) -> recorded.decisions().size()));
        recorder.stop();
    }

    @Test
    void unreadableRecordsDoNotStopTheRecorder() {
        rounds.failure = new IllegalStateException("of this test");
        PageRecorder recorder = new PageRecorder(rounds, Instant.EPOCH);
        recorder.onAnswer(answer(100));
        Await.until("a query", () -> recorder.read((activity, recorded) -> activity.answered) == 1);
        recorder.stop();
    }

    @Test
    void panelOfAPairIsBuiltAgainOnlyAfterAChange() {
        PageRecorder recorder = new PageRecorder(rounds, Instant.EPOCH);
        PairPanels panels = new PairPanels(data, new PanelSerializer());
        assertEquals(Map.of(), panels.of(recorder));
        recorder.onAnswer(answer(100));
        Await.until("a query", () -> recorder.read((activity, recorded) -> activity.answered) == 1);
        String panel = panels.of(recorder).keySet().iterator().next();
        String first = panels.of(recorder).get(panel);
        assertSame(first, panels.of(recorder).get(panel));
        recorder.onAnswer(answer(110));
        Await.until("a query", () -> recorder.read((activity, recorded) -> activity.answered) == 2);
        assertNotSame(first, panels.of(recorder).get(panel));
        recorder.stop();
    }

    private static List<Long> blocks(PageRecorder recorder) {
        return recorder.read((activity, recorded) -> recorded.pairs().get(0).points().stream()
                .map(PairHistory.Point::block)
                .toList());
    }

    private static PlayedRound record(long... blocks) {
        List<AnswerEvent> answers = java.util.Arrays.stream(blocks)
                .mapToObj(PageRecorderTest::answer)
                .toList();
        return new PlayedRound(RoundId.of(answers.get(0)), answers, 0, Map.of(), Optional.empty());
    }

    private static AnswerEvent answer(long block) {
        return PairHistoryTest.answer(block, 0, List.of(), Decision.keep("inside"));
    }
}
