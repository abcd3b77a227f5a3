package weir.console.internal.panel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.console.internal.monitor.FixedRounds;
import weir.console.internal.panel.json.PanelSerializer;
import weir.fixtures.Await;
import weir.strategy.Decision;

/** What one update of the open page allocates, with as many queries as the page keeps. An update is made once a second at most. */
class PanelCostTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path data;

    private final PageRecorder recorder = new PageRecorder(new FixedRounds(), Instant.EPOCH);
    private final PanelSerializer serializer = new PanelSerializer();
    private long queries;

    @BeforeEach
    void fill() {
        for (int query = 0; query < PairHistory.MAX_POINTS; query++) {
            ask();
        }
        awaitRecorded();
    }

    @AfterEach
    void stop() {
        recorder.stop();
    }

    @Test
    void panelOfAPairCostsLittleAfterAQueryAndNothingWithout() {
        PairPanels pairs = new PairPanels(data, serializer);
        pairs.of(recorder);
        ask();
        awaitRecorded();
        assertCostsAtMost(2_000_000, () -> pairs.of(recorder));
        assertCostsAtMost(20_000, () -> pairs.of(recorder));
    }

    @Test
    void panelsOfQueriesCostLittle() {
        Runnable build = () -> {
            serializer.serialize(
                    "earning",
                    () -> recorder.read((activity, recorded) -> QueryPanels.verdict(
                            activity,
                            List.of(),
                            Optional.empty(),
                            Optional.empty(),
                            Instant.EPOCH.plusSeconds(queries))));
            serializer.serialize(
                    "validators", () -> recorder.read((activity, recorded) -> QueryPanels.validators(activity)));
            serializer.serialize(
                    "decisions",
                    () -> recorder.read((activity, recorded) -> QueryPanels.decisions(recorded.decisions())));
        };
        build.run();
        ask();
        awaitRecorded();
        assertCostsAtMost(400_000, build);
    }

    private void ask() {
        queries++;
        recorder.onAnswer(PairHistoryTest.answer(10 * queries, 0, List.of(), Decision.keep("inside the range")));
    }

    private void awaitRecorded() {
        Await.until("the query is recorded", () -> recorder.read((activity, recorded) -> activity.answered) == queries);
    }

    private static void assertCostsAtMost(long bytes, Runnable action) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        action.run();
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < bytes, allocated + " bytes, expected at most " + bytes);
    }
}
