package weir.router.internal.state;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import weir.router.internal.config.RouteProblems;

/** The states of all strategies, one for each route and strategy, in {@code state} in the data directory. Thread-safe. */
public class StateStore {

    private final Path directory;
    private final RouteProblems problems;
    private final Map<String, SharedState> states = new ConcurrentHashMap<>();

    /** Creates a store, which creates its directory when it stores a state. */
    public StateStore(Path data, RouteProblems problems) {
        this.directory = data.resolve("state");
        this.problems = problems;
    }

    public SharedState of(String route, String strategy) {
        return states.computeIfAbsent(
                route + "~" + strategy, name -> new SharedState(directory, route, strategy, problems));
    }
}
