package weir.cli.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.report.TextTable;

/** {@code weir challenge}. */
@Command(
        name = "challenge",
        description = {
            "Names a strategy that challenges the strategy of a pair, or shows, promotes or ends a challenge.",
            "The host compares both in the rounds that are played from now on, and proposes the better one, or promotes it.",
            "Example: weir challenge 0x… swap-direction@1.0 --parameter risingSwaps=2"
        },
        subcommands = {ChallengeCommand.Show.class, ChallengeCommand.Promote.class, ChallengeCommand.Stop.class},
        sortOptions = false)
public final class ChallengeCommand implements Runnable {

    private static final String[] HEADING = {
        "ROUTE", "PHASE", "CHAMPION", "CHALLENGER", "TRIED", "ROUNDS", "DIFFERENCE", "EVIDENCE", "REQUIRED"
    };
    private static final String[] FIELDS = {
        "route",
        "phase",
        "champion",
        "challenger",
        "challengersTried",
        "rounds",
        "meanDifference",
        "evidence",
        "requiredEvidence"
    };

    @Mixin
    private HostOptions options;

    // Not required for picocli, which would also ask for them with a subcommand.
    @Parameters(index = "0", arity = "0..1", paramLabel = "PAIR", description = "Pool address or id of a route.")
    private String pair;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STRATEGY[@RANGE]",
            description = "Strategy, with a version, for example 1.2.0, or a range: \"[1.0,2.0)\". Quote a range.")
    private String strategy;

    @Option(
            names = "--promote",
            paramLabel = "propose|auto",
            description = {
                "Whether the host proposes a promotion, or promotes the challenger itself (propose).",
                "With auto, it also only proposes if one of the strategies runs in a child process."
            })
    private String promote;

    @Option(
            names = "--margin",
            paramLabel = "X",
            description = "By how much more the challenger must score in a round (0).")
    private Double margin;

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the challenger. Can be given several times.")
    private Map<String, String> parameters = Map.of();

    @Override
    public void run() {
        if (pair == null || strategy == null) {
            throw WeirException.usage(
                    "weir challenge needs a pair and a strategy",
                    "Give both: weir challenge PAIR STRATEGY. `weir challenge show` lists the challenges.");
        }
        options.show(options.host().post(field(), "challenges", pair), ChallengeCommand::print);
    }

    private JsonObject field() {
        Map<String, String> fields = new LinkedHashMap<>();
        parameters.forEach((name, value) -> fields.put("parameters." + name, value));
        JsonObject field = RouteFields.json(fields);
        int at = strategy.indexOf('@');
        field.addProperty("strategy", at < 0 ? strategy : strategy.substring(0, at));
        if (at >= 0) {
            field.addProperty("versions", strategy.substring(at + 1));
        }
        if (promote != null) {
            field.addProperty("promote", promote);
        }
        if (margin != null) {
            field.addProperty("margin", margin);
        }
        return field;
    }

    private static void print(JsonElement answer) {
        JsonArray challenges = answer.getAsJsonObject().getAsJsonArray("challenges");
        if (challenges.isEmpty()) {
            System.out.println("no route names a challenger; 'weir challenge PAIR STRATEGY' names one");
            return;
        }
        AnswerText.table(
                challenges,
                HEADING,
                FIELDS,
                "route",
                "obstacle",
                answer.getAsJsonObject().getAsJsonArray("problems"));
    }

    /** {@code weir challenge show [PAIR]}. */
    @Command(name = "show", description = "Lists the challenges. With a pair, also its events.", sortOptions = false)
    static final class Show implements Runnable {

        @Mixin
        private HostOptions options;

        @Parameters(arity = "0..1", paramLabel = "PAIR", description = "Pool address or id of a route.")
        private String pair;

        @Override
        public void run() {
            options.show(
                    pair == null
                            ? options.host().get("challenges")
                            : options.host().get("challenges", pair),
                    this::show);
        }

        private void show(JsonElement answer) {
            print(answer);
            if (pair != null) {
                answer.getAsJsonObject().getAsJsonArray("challenges").forEach(Show::printDetails);
            }
        }

        private static void printDetails(JsonElement challenge) {
            JsonObject shadow = challenge.getAsJsonObject().getAsJsonObject("shadow");
            System.out.println("\nqueries: " + AnswerText.cell(shadow, "answered") + " answered, "
                    + AnswerText.cell(shadow, "failed") + " failed, " + AnswerText.cell(shadow, "skippedBusy")
                    + " skipped while busy, " + AnswerText.cell(shadow, "skippedBudget")
                    + " skipped by the processor budget, " + AnswerText.cell(shadow, "missedDeadlines")
                    + " deadlines missed\n");
            TextTable events = new TextTable("TIME", "EVENT");
            for (JsonElement event : challenge.getAsJsonObject().getAsJsonArray("events")) {
                events.row(AnswerText.localTime(event, "time"), AnswerText.cell(event, "text"));
            }
            events.print();
        }
    }

    /** {@code weir challenge promote PAIR}. */
    @Command(
            name = "promote",
            description = "Approves a proposed promotion, which the host carries out between two rounds.",
            sortOptions = false)
    static final class Promote extends PairCommand {

        @Override
        public void run() {
            options.show(options.host().post("challenges", pair, "promote"), ChallengeCommand::print);
        }
    }

    /** {@code weir challenge stop PAIR}. */
    @Command(name = "stop", description = "Ends the challenge of a pair; its strategy stays.", sortOptions = false)
    static final class Stop extends PairCommand {

        @Override
        public void run() {
            options.show(
                    options.host().post("challenges", pair, "stop"),
                    answer -> System.out.println("the challenge of " + pair + " has ended"));
        }
    }
}
