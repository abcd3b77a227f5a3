package weir.cli.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weir.report.TextTable;

/** {@code weir routes}: who serves what. */
@Command(
        name = "routes",
        description = "Lists the routes in the order in which they are tried, and who serves each.",
        sortOptions = false)
public final class RoutesCommand implements Callable<Integer> {

    @Mixin
    private HostOptions options;

    @Override
    public Integer call() {
        return options.show(options.host().get("routes"), RoutesCommand::print);
    }

    static void print(JsonElement answer) {
        JsonObject json = answer.getAsJsonObject();
        List<JsonElement> routes = json.getAsJsonArray("routes").asList();
        print(routes);
        List<String> problems = new ArrayList<>();
        json.getAsJsonArray("problems").forEach(problem -> problems.add(problem.getAsString()));
        Answer.notes("to mend in conf/routes", problems);
    }

    /** Routes as a table, and what is to be said of them. */
    static void print(List<JsonElement> routes) {
        TextTable table = new TextTable(
                "ROUTE", "CHAIN", "PAIR", "STRATEGY", "VERSIONS", "UPGRADE", "SERVES", "ANSWERS", "FALLBACKS");
        List<String> notes = new ArrayList<>();
        for (JsonElement route : routes) {
            table.row(
                    Answer.cell(route, "id"),
                    Answer.cell(route, "chainId"),
                    Answer.cell(route, "pair"),
                    Answer.cell(route, "strategy"),
                    Answer.cell(route, "versions"),
                    Answer.cell(route, "upgrade"),
                    Answer.cell(route, "serving"),
                    Answer.cell(route, "answers"),
                    Answer.cell(route, "fallbacks"));
            if (!Answer.cell(route, "note").isEmpty()) {
                notes.add(Answer.cell(route, "id") + ": " + Answer.cell(route, "note"));
            }
        }
        table.print();
        Answer.notes("to know", notes);
    }
}
