package weir.router.internal.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Problems of routes that are in force, by the source of the problem, for example a bundle. Logs each new problem. Thread-safe. */
public class RouteProblems {

    private static final Logger LOG = LoggerFactory.getLogger(RouteProblems.class);

    private final ConcurrentSkipListMap<Key, String> problems = new ConcurrentSkipListMap<>();

    private record Key(String route, String source) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byRoute = route.compareTo(other.route);
            return byRoute != 0 ? byRoute : source.compareTo(other.source);
        }
    }

    /** Sets or clears the problem of a route from a source. */
    public void set(String route, String source, Optional<String> problem) {
        Key key = new Key(route, source);
        if (problem.isEmpty()) {
            problems.remove(key);
        } else if (!problem.get().equals(problems.put(key, problem.get()))) {
            LOG.error("{}", problem.get());
        }
    }

    /** Drops the problems of other routes. */
    public void retain(Collection<String> routes) {
        problems.keySet().removeIf(key -> !routes.contains(key.route()));
    }

    /** Drops the problems from a source. */
    public void removeAll(String source) {
        problems.keySet().removeIf(key -> key.source().equals(source));
    }

    /** Returns the problems of one route as one text; empty if there are none. */
    public Optional<String> of(String route) {
        List<String> texts = problems.entrySet().stream()
                .filter(entry -> entry.getKey().route().equals(route))
                .map(entry -> entry.getValue())
                .toList();
        return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", texts));
    }

    /** Returns all problems. */
    public List<String> all() {
        return List.copyOf(problems.values());
    }
}
