package weir.router.internal.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import weir.router.RouteChange.Cause;
import weir.router.RouteStatus;
import weir.router.StrategyState;
import weir.router.UpgradePolicy;
import weir.router.internal.config.Route;
import weir.router.internal.instance.InstanceId;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.RebalanceQuery;

/** The routes and their serving instances at one instant. Immutable, so a query sees either all or nothing of a change. */
final class RouteTable {

    private static final Comparator<Entry> MOST_SPECIFIC_FIRST = Comparator.<Entry>comparingInt(
                    entry -> -entry.route().specificity())
            .thenComparing(entry -> entry.route().id());

    static final RouteTable EMPTY = new RouteTable(List.of());

    private final List<Entry> entries;
    private final Map<String, List<Entry>> entriesByPair = new HashMap<>();

    RouteTable(List<Entry> unsortedEntries) {
        this.entries = unsortedEntries.stream().sorted(MOST_SPECIFIC_FIRST).toList();
        for (Entry entry : entries) {
            entriesByPair
                    .computeIfAbsent(entry.route().pair(), pair -> new ArrayList<>())
                    .add(entry);
        }
    }

    /** Finds the most specific route that matches the query. A default route matches only if no other route does. */
    Optional<Entry> find(RebalanceQuery query) {
        return firstMatch(query.pairAddress(), query).or(() -> firstMatch(Route.ANY_PAIR, query));
    }

    /** All routes in the order in which queries try them. */
    List<Entry> entries() {
        return entries;
    }

    Optional<Entry> entry(String routeId) {
        return entries.stream()
                .filter(entry -> entry.route().id().equals(routeId))
                .findFirst();
    }

    private Optional<Entry> firstMatch(String pair, RebalanceQuery query) {
        for (Entry entry : entriesByPair.getOrDefault(pair, List.of())) {
            if (entry.route().matches(query)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** Why a route is served by another version. */
    record ChangeReason(Cause cause, String text) {}

    /**
     * A route and its instances.
     *
     * @param route content of the route file
     * @param state data of the route that outlives this table
     * @param instances strategy instances in the route's version range, the preferred one first
     * @param serving instance that gets the route's queries
     */
    record Entry(Route route, RouteState state, List<StrategyInstance> instances, Optional<StrategyInstance> serving) {

        /**
         * Selects the serving instance among the ready instances. If none is ready, selects among the degraded ones that can be
         * called, because their circuit breakers permit single calls as probes.
         *
         * <ul>
         *   <li>An automatic route takes the newest version.
         *   <li>A manual route takes the selected version. If that does not run, the route waits for it during the failback
         *       window, two seconds from its stop or from the start of the host, and then takes the newest version.
         *   <li>After a change of parameters, the bundle's previous instance serves until its new instance is ready.
         * </ul>
         *
         * @param isHeld whether the publisher or a blocklist holds the bundle with this id: the bundle keeps the routes that have
         *     selected it, and gets no others
         */
        static Entry of(
                Route route, RouteState state, Collection<StrategyInstance> allInstances, LongPredicate isHeld) {
            List<StrategyInstance> instances = allInstances.stream()
                    .filter(instance -> isForRoute(instance, route))
                    .filter(instance -> state.isSelected(instance)
                            || !isHeld.test(instance.id().bundleId()))
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
                            ? servingOnManualRoute(route, state, callable, eligible)
                            : eligible.stream().findFirst());
        }

        /** This entry with another serving instance. */
        Entry servedBy(Optional<StrategyInstance> newServing) {
            return new Entry(route, state, instances, newServing);
        }

        static boolean isForRoute(StrategyInstance instance, Route route) {
            return instance.id().isFor(route.id(), route.strategy()) && route.accepts(instance.version());
        }

        private static Comparator<StrategyInstance> preferredFirst(Route route) {
            return Comparator.comparing(StrategyInstance::version)
                    .thenComparing(instance -> instance.id().bundleId())
                    .thenComparing(instance -> instance.id().hasParametersOf(route))
                    .reversed()
                    .thenComparing(instance -> instance.id().serviceId());
        }

        private static Optional<StrategyInstance> servingOnManualRoute(
                Route route, RouteState state, List<StrategyInstance> callable, List<StrategyInstance> eligible) {
            Optional<SelectedVersion> selected = state.selected().filter(version -> version.isValidFor(route));
            if (selected.isPresent()
                    && state.isInFailbackWindow()
                    && callable.stream().noneMatch(selected.get()::isVersionOf)) {
                return Optional.empty();
            }
            return selected.flatMap(version ->
                            eligible.stream().filter(version::isVersionOf).findFirst())
                    .or(() -> eligible.stream().findFirst());
        }

        /** Whether another version serves because the selected version does not run. */
        boolean isFailover() {
            return route.upgrade() == UpgradePolicy.MANUAL
                    && serving.isPresent()
                    && state.selected()
                            .filter(version -> version.isValidFor(route)
                                    && callableInstances().stream().noneMatch(version::isVersionOf))
                            .isPresent();
        }

        /** Whether the route has a callable instance, but waits for its selected version. */
        boolean isWaitingForSelected() {
            return serving.isEmpty() && !callableInstances().isEmpty();
        }

        /** The version to record as selected once this table is in force. */
        Optional<SelectedVersion> versionToRecord() {
            return isFailover()
                    ? state.selected()
                    : serving.map(SelectedVersion::of).or(state::selected);
        }

        private List<StrategyInstance> callableInstances() {
            return instances.stream().filter(StrategyInstance::isCallable).toList();
        }

        /** Why no instance serves, or why the preferred instance does not; otherwise empty. */
        String problem() {
            String selected = state.selected().map(SelectedVersion::toString).orElse("no version");
            if (isWaitingForSelected()) {
                return "waiting for " + selected + ", the selected version";
            }
            if (isFailover()) {
                return serving.get() + " serves because " + selected + ", the selected version, is not running; install"
                        + " that version, or pin the version that you want";
            }
            if (serving.isEmpty()) {
                return noServingInstanceReason();
            }
            StrategyInstance preferred = instances.get(0);
            if (!preferred.reason().isEmpty()) {
                return describeProblem(preferred);
            }
            boolean isWaiting = preferred != serving.get() && preferred.isReady();
            return isWaiting
                    ? preferred + " waits: the route upgrades manually"
                    : state.problem().orElse("");
        }

        private String noServingInstanceReason() {
            String versions = route.versions().map(range -> " in " + range).orElse("");
            return instances.stream()
                    .filter(instance -> !instance.reason().isEmpty())
                    .map(Entry::describeProblem)
                    .findFirst()
                    .or(() -> instances.stream()
                            .filter(instance -> instance.state() == StrategyState.STARTING || instance.needsState())
                            .map(instance -> instance + " is starting")
                            .findFirst())
                    .or(state::problem)
                    .orElse("no version of " + route.strategy() + versions
                            + " is running; install one, or change the route");
        }

        private static String describeProblem(StrategyInstance instance) {
            return instance.isCallable()
                    ? instance + " is disabled: " + instance.reason()
                    : instance + ": " + instance.reason() + "; correct the route's parameters, or the strategy";
        }

        /** Why this entry was published after one that another instance served. */
        ChangeReason changeReason(Optional<StrategyInstance> previous) {
            if (isFailover()) {
                return new ChangeReason(
                        Cause.FAILOVER, "failover: " + state.selected().get() + " is not running");
            }
            if (serving.equals(previous)) {
                return new ChangeReason(Cause.UNINSTALL, "the version that it replaced was uninstalled");
            }
            if (previous.isEmpty()) {
                return new ChangeReason(Cause.START, "it was started");
            }
            StrategyInstance served = previous.get();
            if (!served.isCallable()) {
                return new ChangeReason(Cause.STOP, served + " was stopped");
            }
            if (!isForRoute(served, route)) {
                return new ChangeReason(Cause.ROUTE, "the route was changed");
            }
            if (!served.isReady()) {
                return new ChangeReason(Cause.DISABLED, served + " is disabled: " + served.reason());
            }
            return serving.map(now -> changeReason(served.id(), now.id()))
                    .orElse(new ChangeReason(Cause.UPGRADE, "it is newer"));
        }

        private static ChangeReason changeReason(InstanceId previous, InstanceId now) {
            if (!now.bundleName().equals(previous.bundleName())) {
                return new ChangeReason(
                        Cause.UPGRADE,
                        "it is of another bundle: " + now.bundleName() + " instead of " + previous.bundleName());
            }
            return now.bundleId() == previous.bundleId()
                    ? new ChangeReason(Cause.PARAMETERS, "the route's parameters were changed")
                    : new ChangeReason(Cause.UPGRADE, "it is newer");
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
                    state.answerCount(),
                    state.fallbackCount(),
                    problem());
        }

        private static RouteStatus.Instance status(StrategyInstance instance) {
            return new RouteStatus.Instance(
                    instance.version(), instance.id().bundleId(), instance.state(), instance.reason());
        }
    }
}
