package weir.router.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.router.Answer;
import weir.router.Queries;
import weir.strategy.Decision;
import weir.strategy.RebalanceStrategy;

/** A router over an empty board, whose log of changes lies in a folder of its own; {@link #start} again is a restart. */
abstract class RouterFixture {

    static final Duration FIVE = Duration.ofSeconds(5);
    static final RebalanceStrategy KEEP = (query, market) -> Decision.keep("content");

    @TempDir
    Path folder;

    ChangeLog log;
    ServingBoard board;
    DrainingRouter router;
    private final AtomicInteger installed = new AtomicInteger();

    @BeforeEach
    void start() {
        log = new ChangeLog(folder.resolve("changes.jsonl"));
        board = new ServingBoard(log);
        router = new DrainingRouter(board, List.of());
    }

    /** Its thread must not write into a folder that is being removed. */
    @AfterEach
    void closeTheLog() {
        log.close();
    }

    /** A default route to the strategy {@code hold}. */
    static Route defaultRoute(String moreFields) {
        return RouteFile.read("default", "{\"pair\": \"*\", \"strategy\": \"hold\"" + moreFields + "}");
    }

    Answer ask() {
        return router.decide(Queries.plain(), FIVE);
    }

    Candidate candidate(String version, RebalanceStrategy strategy) {
        return candidate("default", version, strategy);
    }

    Candidate candidate(String route, String version, RebalanceStrategy strategy) {
        int id = installed.incrementAndGet();
        return new Candidate(route, "hold", new Version(version), id, id, strategy);
    }

    Optional<String> serving() {
        return board.table().serving("default").map(one -> one.version().toString());
    }

    /** What is said of the first route. */
    String note() {
        return board.table().entries().get(0).note();
    }
}
