package weir.cli.rounds;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.launcher.Home;
import weir.launcher.settings.Setting;
import weir.rounds.PlayedRound;
import weir.rounds.RecordedRounds;
import weir.rounds.RoundId;
import weir.rounds.replay.ComparedAnswer;

/** {@code weir rounds}. */
@Command(
        name = "rounds",
        description = {
            "Lists the rounds that validators played with the host, newest first, with their scores.",
            "Replays them with the strategy from plugins/, as a backtest does, and names the cause of each difference.",
            "Reads the files of the home; the host need not run."
        },
        sortOptions = false)
public final class RoundsCommand implements Runnable {

    private static final long BASE_CHAIN_ID = 8453;

    @Mixin
    private HomeOption home;

    @Parameters(
            arity = "0..1",
            paramLabel = "PAIR",
            description = "Only rounds of this pool: 0x… on Base, or CHAIN:0x…")
    private String pair;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "20",
            description = "Maximum number of rounds (${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--no-replay", description = "Does not replay the rounds.")
    private boolean noReplay;

    @Option(names = "--json", description = "Shows JSON.")
    private boolean isJson;

    @Override
    public void run() {
        Home folder = home.home();
        RecordedRounds records =
                RecordedRounds.read(folder.rounds(), Optional.ofNullable(pair).map(this::pool));
        records.problems().forEach(problem -> System.err.println("weir: " + problem));
        if (limit < 1) {
            throw WeirException.usage("--limit " + limit + " is not positive", "Give at least 1.");
        }
        List<PlayedRound> shown = records.rounds().stream().limit(limit).toList();
        long roundBlocks = home.settings().number(Setting.ROUNDS_ROUND_BLOCKS);
        Map<RoundId, RoundReplay> replays = noReplay || shown.isEmpty()
                ? Map.of()
                : new RoundReplays(folder, roundBlocks).replay(oldestFirst(shown));
        if (isJson) {
            System.out.println(toJson(shown, replays));
        } else if (shown.isEmpty()) {
            System.out.println("no rounds yet: the host records a round when a validator asks");
        } else {
            RoundsText.print(shown, replays, records.scores());
        }
    }

    private PoolKey pool(String text) {
        try {
            return PoolKey.parse(text, BASE_CHAIN_ID);
        } catch (HistoryException e) {
            throw WeirException.usage(text + " is not a pool", e.remedy());
        }
    }

    private static List<PlayedRound> oldestFirst(List<PlayedRound> newestFirst) {
        List<PlayedRound> rounds = new ArrayList<>(newestFirst);
        Collections.reverse(rounds);
        return rounds;
    }

    private static String toJson(List<PlayedRound> rounds, Map<RoundId, RoundReplay> replays) {
        JsonArray array = new JsonArray();
        for (PlayedRound round : rounds) {
            JsonObject object =
                    JsonParser.parseString(RecordedRounds.toJson(round)).getAsJsonObject();
            Optional.ofNullable(replays.get(round.id())).ifPresent(replay -> object.add("replay", toJson(replay)));
            array.add(object);
        }
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(array);
    }

    private static JsonElement toJson(RoundReplay replay) {
        JsonObject object = new JsonObject();
        replay.problem().ifPresent(problem -> object.addProperty("problem", problem));
        JsonArray answers = new JsonArray();
        for (ComparedAnswer answer : replay.answers()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("block", answer.block());
            entry.addProperty("replayed", RoundsText.describe(answer.replayed()));
            entry.addProperty("cause", answer.cause().name());
            entry.addProperty("explanation", answer.explanation());
            answers.add(entry);
        }
        object.add("answers", answers);
        return object;
    }
}
