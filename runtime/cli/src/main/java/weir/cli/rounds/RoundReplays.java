package weir.cli.rounds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Version;
import weir.base.WeirException;
import weir.cli.backtest.StrategyRunners;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyRunner;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.rounds.replay.LiveComparison;
import weir.router.Answer;

/**
 * Replays played rounds with the strategies of the plugins directory. A round that cannot be replayed does not stop the others.
 *
 * @param home the home with history and plugins
 * @param roundBlocks number of blocks of a round
 */
record RoundReplays(Home home, long roundBlocks) {

    /** What a comparison has one instance for. */
    private record Player(PoolKey pool, String strategy, Version version, Map<String, String> parameters) {}

    /** @param rounds oldest first */
    Map<RoundId, RoundReplay> replay(List<PlayedRound> rounds) {
        Map<RoundId, RoundReplay> replays = new HashMap<>();
        Map<Player, List<PlayedRound>> byPlayer = new LinkedHashMap<>();
        for (PlayedRound round : rounds) {
            Set<Player> players = players(round);
            if (players.size() == 1) {
                byPlayer.computeIfAbsent(players.iterator().next(), key -> new ArrayList<>())
                        .add(round);
            } else {
                replays.put(
                        round.id(),
                        RoundReplay.impossible(
                                players.isEmpty()
                                        ? "no strategy was called"
                                        : "several versions played: "
                                                + players.stream()
                                                        .map(player -> player.strategy + " " + player.version)
                                                        .toList()));
            }
        }
        if (!byPlayer.isEmpty()) {
            Assembly assembly = Assembly.running();
            try (SwapHistory history = SwapStore.embedded(home.history());
                    StrategyRunner runner = StrategyRunners.of(home, assembly)) {
                byPlayer.forEach((player, played) -> replay(history, runner, assembly, player, played, replays));
            }
        }
        return replays;
    }

    private static Set<Player> players(PlayedRound round) {
        Set<Player> players = new LinkedHashSet<>();
        round.answers().forEach(event -> {
            Answer answer = event.answer();
            if (answer.strategy().isPresent() && answer.version().isPresent()) {
                players.add(new Player(
                        round.id().pool(),
                        answer.strategy().get(),
                        answer.version().get(),
                        round.parameters()));
            }
        });
        return players;
    }

    private void replay(
            SwapHistory history,
            StrategyRunner runner,
            Assembly assembly,
            Player player,
            List<PlayedRound> rounds,
            Map<RoundId, RoundReplay> replays) {
        try {
            Optional<PoolMetadata> pool = new PoolMetadataStore(home.pools()).find(player.pool);
            if (pool.isEmpty()) {
                rounds.forEach(round -> replays.put(
                        round.id(), RoundReplay.impossible("the metadata of pool " + player.pool + " is not stored")));
                return;
            }
            PackagedStrategy jar = StrategyCatalog.in(home.plugins(), assembly.plugins())
                    .choose(player.strategy + "@" + player.version);
            Map<String, Object> parameters = jar.readParameters(player.parameters);
            try (LiveComparison comparison =
                    new LiveComparison(history, pool.get(), roundBlocks, () -> runner.create(jar, parameters))) {
                for (PlayedRound round : rounds) {
                    replays.put(
                            round.id(),
                            comparison
                                    .compare(round)
                                    .map(RoundReplay::of)
                                    .orElse(RoundReplay.impossible("its swaps are not stored yet")));
                }
            }
        } catch (WeirException e) {
            rounds.forEach(round -> replays.putIfAbsent(round.id(), RoundReplay.impossible(e.getMessage())));
        }
    }
}
