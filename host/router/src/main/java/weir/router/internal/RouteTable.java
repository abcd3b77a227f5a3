package weir.router.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.router.UpgradePolicy;
import weir.strategy.RebalanceQuery;

/**
 * Who serves what at one instant. Immutable: the router holds one reference to one table, so that every query sees either the
 * state before a change or the state after it.
 */
final class RouteTable {

    private static final Comparator<Entry> MOST_SPECIFIC_FIRST = Comparator.<Entry>comparingInt(
                    entry -> -entry.route().specificity())
            .thenComparing(entry -> entry.route().id());

    static final RouteTable EMPTY = new RouteTable(List.of());

    private final List<Entry> entries;
    private final Map<String, List<Entry>> byPair = new HashMap<>();
    private final List<Entry> defaults;

    RouteTable(List<Entry> unordered) {
        this.entries = unordered.stream().sorted(MOST_SPECIFIC_FIRST).toList();
        for (Entry entry : entries) {
            byPair.computeIfAbsent(entry.route().pair(), pair -> new ArrayList<>())
                    .add(entry);
        }
        this.defaults = byPair.getOrDefault(Route.ANY_PAIR, List.of());
    }

    /** The most specific route for the query, a default one last; empty where there is none. */
    Optional<Entry> find(RebalanceQuery query) {
        return first(byPair.getOrDefault(query.pairAddress(), List.of()), query).or(() -> first(defaults, query));
    }

    /** All routes in the order they are tried. */
    List<Entry> entries() {
        return entries;
    }

    /** Who serves a route, if anybody. */
    Optional<Candidate> serving(String routeId) {
        return entries.stream()
                .filter(entry -> entry.route().id().equals(routeId))
                .findFirst()
                .flatMap(Entry::serving);
    }

    private static Optional<Entry> first(List<Entry> entries, RebalanceQuery query) {
        for (Entry entry : entries) {
            if (entry.route().isFor(query)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /**
     * A route and who answers for it.
     *
     * @param route the route
     * @param lane what outlives this table
     * @param fitting installed instances in the route's version range, newest first
     * @param serving the one that is asked
     * @param failures what is installed for the route and does not start
     */
    record Entry(
            Route route, Lane lane, List<Candidate> fitting, Optional<Candidate> serving, List<StartFailure> failures) {

        /**
         * Chooses who serves: the newest version that has not failed its way out; where the route upgrades by hand, the version
         * of its choice, and somebody else only when that does not come back; where all have failed, the newest, which its breaker then guards.
         */
        static Entry of(Route route, Lane lane, List<Candidate> candidates, Collection<StartFailure> failures) {
            List<Candidate> fitting = candidates.stream()
                    .filter(candidate -> candidate.fits(route))
                    .sorted(Candidate.NEWEST_FIRST)
                    .toList();
            List<Candidate> sound = fitting.stream()
                    .filter(candidate -> !candidate.breaker().open())
                    .toList();
            List<Candidate> eligible = sound.isEmpty() ? fitting : sound;
            return new Entry(
                    route,
                    lane,
                    fitting,
                    route.upgrade() == UpgradePolicy.MANUAL
                            ? byHand(route, lane, fitting, eligible)
                            : eligible.stream().findFirst(),
                    failures.stream().filter(one -> one.isOf(route)).toList());
        }

        private static Optional<Candidate> byHand(
                Route route, Lane lane, List<Candidate> fitting, List<Candidate> eligible) {
            Optional<Choice> choice = lane.choice().filter(chosen -> chosen.isFor(route));
            if (choice.isPresent() && lane.mayReturn() && fitting.stream().noneMatch(choice.get()::names)) {
                return Optional.empty();
            }
            return choice.flatMap(
                            chosen -> eligible.stream().filter(chosen::names).findFirst())
                    .or(() -> eligible.stream().findFirst());
        }

        /** Whether the one that serves is not of the route's choice: that one is away, and serves again when it comes back. */
        boolean standsIn() {
            return route.upgrade() == UpgradePolicy.MANUAL
                    && serving.isPresent()
                    && lane.choice()
                            .filter(chosen ->
                                    chosen.isFor(route) && fitting.stream().noneMatch(chosen::names))
                            .isPresent();
        }

        /** Whether nobody serves although somebody could, and the wait for the route's choice is over. */
        boolean waitedLongEnough() {
            return serving.isEmpty() && !fitting.isEmpty() && !lane.mayReturn();
        }

        /** What the route goes on with, now that this one serves. */
        Optional<Choice> choice() {
            return standsIn()
                    ? lane.choice()
                    : serving.map(one -> new Choice(route.strategy(), one.version(), one.bundleId()))
                            .or(lane::choice);
        }

        /** Why nobody serves, or why the newest version does not; empty where all is well. */
        String note() {
            String chosen = lane.choice().map(Choice::toString).orElse("nobody");
            if (serving.isEmpty() && !fitting.isEmpty()) {
                return chosen + ", which served last, may still come";
            }
            if (standsIn()) {
                return serving.get() + " stands in for " + chosen
                        + ", which is away; bring that back, or pin the version that you want";
            }
            if (serving.isEmpty() && !failures.isEmpty()) {
                return failures.get(0) + "; mend the route's parameters, or the strategy";
            }
            if (serving.isEmpty()) {
                String range = route.versions().equals(Route.ANY_VERSION) ? "" : " in " + route.versions();
                return "no version of " + route.strategy() + range + " runs; install one or change the route";
            }
            Candidate newest = fitting.get(0);
            if (newest.breaker().open()) {
                return newest + " is taken off: " + newest.breaker().reason();
            }
            return newest == serving.get() ? "" : newest + " waits: the route upgrades by hand";
        }
    }
}
