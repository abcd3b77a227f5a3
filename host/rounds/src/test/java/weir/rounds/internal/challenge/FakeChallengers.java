package weir.rounds.internal.challenge;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.framework.Version;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.challenge.ChallengedRoute;
import weir.router.challenge.ChallengedRoute.Competitor;
import weir.router.challenge.Challenger;
import weir.router.challenge.Challenger.Promotion;
import weir.router.challenge.Challengers;
import weir.router.challenge.OpenRound;
import weir.router.challenge.ShadowInstance;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** The router's part of the challenges: routes with two strategies each, in memory. */
public final class FakeChallengers implements Challengers {

    static final Version ONE = new Version("1.0.0");

    final Map<String, ChallengedRoute> routes = new ConcurrentHashMap<>();
    final List<String> exchanges = new ArrayList<>();
    volatile RebalanceStrategy strategy = (query, market) -> Decision.keep("content");
    /** How the calls of all strategies end. */
    volatile Outcome outcome = Outcome.PASSED;
    /** The strategies whose instances run in a child process. */
    final Set<String> inChildProcess = ConcurrentHashMap.newKeySet();

    /** The open rounds of the last exchange. */
    Set<OpenRound> keptRounds = Set.of();

    Duration keptFor = Duration.ZERO;
    /** The versions of challengers that were replayed. */
    final Set<Version> replayed = ConcurrentHashMap.newKeySet();

    IOException exchangeFailure;

    static Competitor competitor(String strategy, String version) {
        return new Competitor(
                strategy,
                Map.of(),
                Optional.of(version).filter(text -> !text.isEmpty()).map(Version::new),
                false,
                "");
    }

    static Competitor inChildProcess(Competitor competitor) {
        return new Competitor(
                competitor.strategy(), competitor.parameters(), competitor.version(), true, competitor.problem());
    }

    /** Route {@code default}. */
    void route(Competitor champion, Competitor challenger, Promotion promotion, double margin, Version... disabled) {
        routes.put(
                "default",
                new ChallengedRoute(
                        "default",
                        champion,
                        challenger,
                        new Challenger(challenger.strategy(), Optional.empty(), Map.of(), promotion, margin),
                        List.of(disabled)));
    }

    public static ShadowInstance shadow(RebalanceStrategy strategy) {
        return shadow(strategy, () -> Outcome.PASSED, false);
    }

    private static ShadowInstance shadow(
            RebalanceStrategy strategy, Supplier<Outcome> outcome, boolean isInChildProcess) {
        return new ShadowInstance() {
            @Override
            public Answer replay(RebalanceQuery query, Market market) {
                return new Answer(
                        strategy.decide(query, market),
                        Optional.of("default"),
                        Optional.of("challenger"),
                        Optional.of(ONE),
                        outcome.get());
            }

            @Override
            public boolean isInChildProcess() {
                return isInChildProcess;
            }

            @Override
            public Answer decide(RebalanceQuery query) {
                return replay(query, null);
            }
        };
    }

    @Override
    public List<ChallengedRoute> routes() {
        return List.copyOf(routes.values());
    }

    @Override
    public Optional<ShadowInstance> find(String route, Role role, Version version) {
        if (role == Role.CHALLENGER_REPLAY) {
            replayed.add(version);
        }
        ChallengedRoute current = routes.get(route);
        Competitor competitor = role == Role.CHAMPION_REPLAY ? current.champion() : current.challenger();
        return Optional.of(shadow(
                (query, market) -> strategy.decide(query, market),
                () -> outcome,
                inChildProcess.contains(competitor.strategy())));
    }

    @Override
    public String start(String route, String challenger) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String stop(String route) {
        routes.remove(route);
        return route;
    }

    @Override
    public void exchange(
            String route, boolean endsChallenge, String reason, Set<OpenRound> openRounds, Duration longestRound)
            throws IOException {
        keptRounds = openRounds;
        keptFor = longestRound;
        if (exchangeFailure != null) {
            throw exchangeFailure;
        }
        exchanges.add(reason);
        ChallengedRoute before = routes.get(route);
        if (endsChallenge) {
            routes.remove(route);
        } else {
            route(
                    before.challenger(),
                    before.champion(),
                    before.declared().promotion(),
                    before.declared().margin());
        }
    }

    @Override
    public String findId(String route) {
        return route;
    }
}
