package weir.router.internal.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.router.RouteStatus;
import weir.router.StrategyState;
import weir.router.UpgradePolicy;
import weir.router.internal.config.Route;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.RebalanceQuery;

/** The routes and the instance that serves each of them, at one instant. Immutable: a query sees the table before or after a change. */
final class RouteTable {

    private static final Comparator<Entry> MOST_SPECIFIC_FIRST = Comparator.<Entry>comparingInt(
                    entry -> -entry.route().specificity())
            .thenComparing(entry -> entry.route().id());

    static final RouteTable EMPTY = new RouteTable(List.of());

    private final List<Entry> entries;
    private final Map<String, List<Entry>> byPair = new HashMap<>();

    RouteTable(List<Entry> unordered) {
        this.entries = unordered.stream().sorted(MOST_SPECIFIC_FIRST).toList();
        for (Entry entry : entries) {
            byPair.computeIfAbsent(entry.route().pair(), pair -> new ArrayList<>())
                    .add(entry);
        }
    }

    /** The most specific route that matches the query, a default route last. */
    Optional<Entry> find(RebalanceQuery query) {
        return first(query.pairAddress(), query).or(() -> first(Route.ANY_PAIR, query));
    }

    /** All routes in the order in which they are tried. */
    List<Entry> entries() {
        return entries;
    }

    Optional<Entry> entry(String routeId) {
        return entries.stream()
                .filter(entry -> entry.route().id().equals(routeId))
                .findFirst();
    }

    private Optional<Entry> first(String pair, RebalanceQuery query) {
        for (Entry entry : byPair.getOrDefault(pair, List.of())) {
            if (entry.route().matches(query)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /**
     * A route and its instances.
     *
     * @param route the route
     * @param state what it keeps across tables
     * @param instances those in its version range, the preferred one first
     * @param serving the instance that gets the queries
     */
    record Entry(Route route, RouteState state, List<StrategyInstance> instances, Optional<StrategyInstance> serving) {

        /**
         * Selects the serving instance: the newest version that is ready; on a manual route the selected version, and another one only
         * if that does not come back; if no version is ready, the newest one, whose circuit breaker then permits probes. Of one bundle,
         * an instance with previous parameters serves until the one with the present parameters is ready.
         */
        static Entry of(Route route, RouteState state, Collection<StrategyInstance> all) {
            List<StrategyInstance> instances = all.stream()
                    .filter(instance -> isFor(instance, route))
                    .sorted(preferredFirst(route))
                    .toList();
            List<StrategyInstance> callable =
                    instances.stream().filter(StrategyInstance::isCallable).toList();
            List<StrategyInstance> ready =
                    callable.stream().filter(StrategyInstance::isReady).toList();
            List<StrategyInstance> eligible = ready.isEmpty() ? callable : ready;
            return new Entry(
                    route,
                    state,
                    instances,
                    route.upgrade() == UpgradePolicy.MANUAL
                            ? manually(route, state, callable, eligible)
                            : eligible.stream().findFirst());
        }

        static boolean isFor(StrategyInstance instance, Route route) {
            return instance.id().isFor(route.id(), route.strategy()) && route.accepts(instance.version());
        }

        private static Comparator<StrategyInstance> preferredFirst(Route route) {
            return Comparator.comparing(StrategyInstance::version)
                    .thenComparing(instance -> instance.id().bundleId())
                    .thenComparing(instance -> instance.id().hasParametersOf(route))
                    .reversed()
                    .thenComparing(instance -> instance.id().serviceId());
        }

        private static Optional<StrategyInstance> manually(
                Route route, RouteState state, List<StrategyInstance> callable, List<StrategyInstance> eligible) {
            Optional<SelectedVersion> selected = state.selected().filter(version -> version.isValidFor(route));
            if (selected.isPresent()
                    && state.isInFailbackWindow()
                    && callable.stream().noneMatch(selected.get()::isOf)) {
                return Optional.empty();
            }
            return selected.flatMap(
                            version -> eligible.stream().filter(version::isOf).findFirst())
                    .or(() -> eligible.stream().findFirst());
        }

        /** Whether another version serves because the selected one is away. */
        boolean isFailover() {
            return route.upgrade() == UpgradePolicy.MANUAL
                    && serving.isPresent()
                    && state.selected()
                            .filter(version -> version.isValidFor(route)
                                    && callable().stream().noneMatch(version::isOf))
                            .isPresent();
        }

        /** Whether no instance serves only because the selected version may come back. */
        boolean isWaitingForSelected() {
            return serving.isEmpty() && !callable().isEmpty();
        }

        /** The selection after this table came into force. */
        Optional<SelectedVersion> selectedNow() {
            return isFailover()
                    ? state.selected()
                    : serving.map(SelectedVersion::of).or(state::selected);
        }

        private List<StrategyInstance> callable() {
            return instances.stream().filter(StrategyInstance::isCallable).toList();
        }

        /** Why no instance serves, or why the preferred one does not; empty if there is nothing to report. */
        String note() {
            String selected = state.selected().map(SelectedVersion::toString).orElse("no version");
            if (isWaitingForSelected()) {
                return "waiting for " + selected + ", the selected version";
            }
            if (isFailover()) {
                return serving.get() + " serves because " + selected + ", the selected version, is not running; install"
                        + " that version, or pin the version that you want";
            }
            if (serving.isEmpty()) {
                return whyNoneServes();
            }
            StrategyInstance preferred = instances.get(0);
            if (!preferred.failure().isEmpty()) {
                return failure(preferred);
            }
            boolean isWaiting = preferred != serving.get() && preferred.isReady();
            return isWaiting ? preferred + " waits: the route upgrades manually" : "";
        }

        private String whyNoneServes() {
            String versions = route.versions().map(range -> " in " + range).orElse("");
            return instances.stream()
                    .filter(instance -> !instance.failure().isEmpty())
                    .map(Entry::failure)
                    .findFirst()
                    .or(() -> instances.stream()
                            .filter(instance -> instance.state() == StrategyState.STARTING)
                            .map(instance -> instance + " is starting")
                            .findFirst())
                    .orElse("no version of " + route.strategy() + versions
                            + " is running; install one, or change the route");
        }

        private static String failure(StrategyInstance instance) {
            return instance.isCallable()
                    ? instance + " is disabled: " + instance.failure()
                    : instance + ": " + instance.failure() + "; correct the route's parameters, or the strategy";
        }

        RouteStatus status() {
            return new RouteStatus(
                    route.id(),
                    route.chainId(),
                    route.pair(),
                    route.strategy(),
                    route.versions(),
                    route.upgrade(),
                    serving.map(StrategyInstance::version),
                    instances.stream().map(Entry::status).toList(),
                    state.answers(),
                    state.fallbacks(),
                    note());
        }

        private static RouteStatus.Instance status(StrategyInstance instance) {
            return new RouteStatus.Instance(
                    instance.version(), instance.id().bundleId(), instance.state(), instance.failure());
        }
    }
}
