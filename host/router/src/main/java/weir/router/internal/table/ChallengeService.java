package weir.router.internal.table;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.router.StrategyState;
import weir.router.UpgradePolicy;
import weir.router.VersionRanges;
import weir.router.challenge.ChallengedRoute;
import weir.router.challenge.ChallengedRoute.Competitor;
import weir.router.challenge.Challenger;
import weir.router.challenge.Challengers;
import weir.router.challenge.OpenRound;
import weir.router.challenge.ShadowInstance;
import weir.router.internal.config.Route;
import weir.router.internal.config.RouteParser;
import weir.router.internal.config.ShadowRoutes;
import weir.router.internal.instance.StrategyInstance;

/** The service {@link Challengers}. Edits of route files hold the lock of the router, {@code routesLock}. */
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"weir.router.challenge.Challengers\"",
        uses = Challengers.class,
        effective = "active")
public final class ChallengeService implements Challengers {

    private static final List<String> STRATEGY_FIELDS = List.of("strategy", "versions", "parameters");

    private final RouteTableManager tableManager;
    private final QueryDispatcher dispatcher;
    private final RouteEditor editor;
    private final LongPredicate isHeld;
    private final Scheduler scheduler;
    private final Object routesLock;
    private final Runnable updateRoutes;

    /**
     * @param isHeld whether no further route may use the bundle with this id
     * @param routesLock lock of the edits of route files
     * @param updateRoutes puts the route files in force
     */
    public ChallengeService(
            RouteTableManager tableManager,
            QueryDispatcher dispatcher,
            RouteEditor editor,
            LongPredicate isHeld,
            Scheduler scheduler,
            Object routesLock,
            Runnable updateRoutes) {
        this.tableManager = tableManager;
        this.dispatcher = dispatcher;
        this.editor = editor;
        this.isHeld = isHeld;
        this.scheduler = scheduler;
        this.routesLock = routesLock;
        this.updateRoutes = updateRoutes;
    }

    @Override
    public List<ChallengedRoute> routes() {
        return tableManager.table().entries().stream()
                .flatMap(entry -> entry.route().challenger().stream().map(challenger -> challenged(entry, challenger)))
                .toList();
    }

    private ChallengedRoute challenged(RouteTable.Entry entry, Challenger challenger) {
        Route route = entry.route();
        Optional<StrategyInstance> serving =
                entry.serving().filter(instance -> RouteTable.Entry.isForRoute(instance, route));
        Competitor champion = new Competitor(
                route.strategy(),
                route.parameters(),
                serving.map(StrategyInstance::version),
                serving.filter(StrategyInstance::isProxy).isPresent(),
                entry.problem());
        Optional<StrategyInstance> newest = callable(ShadowRoutes.challenger(route, challenger))
                .filter(instance -> !isHeld.test(instance.id().bundleId()))
                .max(Comparator.comparing(StrategyInstance::version));
        Competitor shadow = new Competitor(
                challenger.strategy(),
                challenger.parameters(),
                newest.map(StrategyInstance::version),
                newest.filter(StrategyInstance::isProxy).isPresent(),
                newest.map(StrategyInstance::reason).orElseGet(() -> absenceReason(route, challenger)));
        List<Version> disabled = entry.instances().stream()
                .filter(instance -> instance.state() == StrategyState.DEGRADED)
                .map(StrategyInstance::version)
                .toList();
        return new ChallengedRoute(route.id(), champion, shadow, challenger, disabled);
    }

    private String absenceReason(Route route, Challenger challenger) {
        return instances(ShadowRoutes.challenger(route, challenger))
                .filter(instance -> !instance.reason().isEmpty())
                .map(instance -> instance + ": " + instance.reason())
                .findFirst()
                .orElseGet(() -> "no version of " + challenger.strategy()
                        + challenger.versions().map(range -> " in " + range).orElse("")
                        + " is running; install one, or change the field 'challenger' of the route");
    }

    @Override
    public Optional<ShadowInstance> find(String routeId, Role role, Version version) {
        String shadowId = ShadowRoutes.id(routeId, role);
        return tableManager.table().entry(routeId).stream()
                .flatMap(entry -> ShadowRoutes.of(entry.route()).stream())
                .filter(shadow -> shadow.id().equals(shadowId))
                .flatMap(this::callable)
                .filter(instance -> instance.version().equals(version))
                .<ShadowInstance>map(instance -> new ShadowCalls(routeId, instance, dispatcher))
                .findFirst();
    }

    private Stream<StrategyInstance> callable(Route shadow) {
        return instances(shadow)
                .filter(instance -> instance.isCallable() && instance.id().hasParametersOf(shadow));
    }

    private Stream<StrategyInstance> instances(Route shadow) {
        return tableManager.instances().stream().filter(instance -> RouteTable.Entry.isForRoute(instance, shadow));
    }

    @Override
    public String start(String route, String challenger) throws IOException {
        synchronized (routesLock) {
            JsonObject field = RouteParser.object("challenger", challenger);
            if (field.get("versions") instanceof JsonPrimitive versions) {
                field.addProperty(
                        "versions", VersionRanges.parse(versions.getAsString()).toString());
            }
            RouteEditor.Draft draft = editor.draft(route);
            draft.json().add("challenger", field);
            return write(draft);
        }
    }

    @Override
    public String stop(String route) throws IOException {
        synchronized (routesLock) {
            String id = editor.findId(route);
            RouteEditor.Draft draft = editor.draft(id);
            requireChallenger(draft);
            draft.json().remove("challenger");
            return write(draft);
        }
    }

    @Override
    public void exchange(
            String route, boolean endsChallenge, String reason, Set<OpenRound> openRounds, Duration longestRound)
            throws IOException {
        synchronized (routesLock) {
            RouteTable.Entry entry = tableManager
                    .table()
                    .entry(route)
                    .orElseThrow(() -> new IllegalArgumentException("there is no route '" + route + "'"));
            RouteEditor.Draft draft = editor.draft(route);
            JsonObject json = draft.json();
            JsonObject challenger = requireChallenger(draft);
            Map<String, JsonElement> former = strategyFields(json);
            if (entry.route().upgrade() == UpgradePolicy.MANUAL) {
                entry.serving().ifPresent(serving -> {
                    JsonObject exactly = new JsonObject();
                    exactly.addProperty("versions", exactly(serving.version()).toString());
                    former.putAll(exactly.asMap());
                });
            }
            replaceStrategy(json, strategyFields(challenger));
            if (endsChallenge) {
                json.remove("challenger");
            } else {
                replaceStrategy(challenger, former);
            }
            save(draft);
            if (!openRounds.isEmpty()) {
                entry.serving().ifPresent(serving -> keep(entry.route(), serving, openRounds, longestRound));
            }
            entry.state().setNextChangeReason(reason); // Not before: a failed save would give it to another change.
            updateRoutes.run();
        }
    }

    private void keep(Route route, StrategyInstance serving, Set<OpenRound> openRounds, Duration longestRound) {
        tableManager.openRounds().keep(route, serving, openRounds);
        scheduler.schedule(longestRound, () -> {
            tableManager.openRounds().end(serving);
            updateRoutes.run();
        });
    }

    private static VersionRange exactly(Version version) {
        return new VersionRange(VersionRange.LEFT_CLOSED, version, version, VersionRange.RIGHT_CLOSED);
    }

    private static JsonObject requireChallenger(RouteEditor.Draft draft) {
        if (draft.json().get("challenger") instanceof JsonObject challenger) {
            return challenger;
        }
        throw new IllegalArgumentException(
                "route " + draft.id() + " has no challenger; name one with 'weir challenge'");
    }

    private static Map<String, JsonElement> strategyFields(JsonObject from) {
        JsonObject fields = new JsonObject();
        STRATEGY_FIELDS.stream().filter(from::has).forEach(name -> fields.add(name, from.get(name)));
        return fields.asMap();
    }

    private static void replaceStrategy(JsonObject target, Map<String, JsonElement> fields) {
        STRATEGY_FIELDS.forEach(target::remove);
        fields.forEach(target::add);
    }

    private String write(RouteEditor.Draft draft) throws IOException {
        save(draft);
        updateRoutes.run();
        return draft.id();
    }

    private void save(RouteEditor.Draft draft) throws IOException {
        editor.set(
                draft.id(),
                new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .create()
                                .toJson(draft.json()) + "\n");
    }

    @Override
    public String findId(String route) {
        return editor.findId(route);
    }
}
