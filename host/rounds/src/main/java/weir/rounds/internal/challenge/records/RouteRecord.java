package weir.rounds.internal.challenge.records;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import weir.rounds.challenge.ChallengeStatus.Event;
import weir.router.challenge.ChallengedRoute.Competitor;

/**
 * What is known about the challenges of a route. It outlives the challenges, because their number counts. Immutable.
 *
 * @param tried number of challengers that were tried
 * @param contest the current comparison; empty if there is none
 * @param changes times of the newest changes of the route's strategy by challenges, oldest first
 * @param events the newest events, oldest first
 */
public record RouteRecord(int tried, Optional<Contest> contest, List<Instant> changes, List<Event> events) {

    public static final RouteRecord EMPTY = new RouteRecord(0, Optional.empty(), List.of(), List.of());

    private static final int MAX_CHANGES = 10;
    private static final int MAX_EVENTS = 50;
    private static final int MAX_TEXT_LENGTH = 1_000;

    /** @throws IllegalArgumentException if a contest is not counted as tried */
    public RouteRecord {
        if (tried < contest.map(any -> 1).orElse(0)) {
            throw new IllegalArgumentException(tried + " challengers were tried; with a contest, at least one was");
        }
        changes = newest(changes, MAX_CHANGES);
        events = newest(events, MAX_EVENTS);
    }

    /** Identifies a strategy with its version, its parameters and whether it runs in a child process. */
    public static Optional<String> key(Competitor competitor) {
        return competitor
                .version()
                .map(version -> competitor.strategy() + " " + version + " " + new TreeMap<>(competitor.parameters())
                        + (competitor.isInChildProcess() ? " in a child process" : ""));
    }

    public RouteRecord withContest(Contest newContest) {
        return new RouteRecord(tried, Optional.of(newContest), changes, events);
    }

    public RouteRecord withoutContest() {
        return new RouteRecord(tried, Optional.empty(), changes, events);
    }

    public RouteRecord plusTried() {
        return new RouteRecord(tried + 1, contest, changes, events);
    }

    public RouteRecord plusChange(Instant time) {
        return new RouteRecord(tried, contest, plus(changes, time), events);
    }

    public RouteRecord plusEvent(Instant time, String text) {
        String cut = text.substring(0, Math.min(text.length(), MAX_TEXT_LENGTH));
        return new RouteRecord(tried, contest, changes, plus(events, new Event(time, cut)));
    }

    private static <T> List<T> plus(List<T> list, T element) {
        List<T> more = new ArrayList<>(list);
        more.add(element);
        return more;
    }

    private static <T> List<T> newest(List<T> list, int count) {
        return List.copyOf(list.subList(Math.max(0, list.size() - count), list.size()));
    }
}
