package weir.cli.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir routes}. */
@Command(
        name = "routes",
        description = "Lists the routes in the order in which they are matched, with the serving version of each.",
        sortOptions = false)
public final class RoutesCommand implements Runnable {

    private static final String[] HEADING = {
        "ROUTE", "CHAIN", "PAIR", "STRATEGY", "VERSIONS", "UPGRADE", "SERVES", "ANSWERS", "FALLBACKS"
    };
    private static final String[] FIELDS = {
        "id", "chainId", "pair", "strategy", "versions", "upgrade", "serving", "answers", "fallbacks"
    };

    @Mixin
    private HostOptions options;

    @Override
    public void run() {
        options.show(options.host().get("routes"), RoutesCommand::print);
    }

    static void print(JsonElement answer) {
        JsonObject json = answer.getAsJsonObject();
        print(json.getAsJsonArray("routes"), json.getAsJsonArray("problems"));
    }

    /** Prints one route. */
    static void printRoute(JsonElement route) {
        print(List.of(route), new JsonArray());
    }

    private static void print(Iterable<JsonElement> routes, JsonArray problems) {
        AnswerText.table(routes, HEADING, FIELDS, "id", "note", problems);
    }
}
