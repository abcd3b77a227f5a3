package weir.cli.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weir.report.TextTable;

/** {@code weir strategies}: what is installed. */
@Command(
        name = "strategies",
        description =
                "Lists the installed strategies: bundle, version, the names that routes choose by, the routes served.",
        sortOptions = false)
public final class StrategiesCommand implements Callable<Integer> {

    @Mixin
    private HostOptions options;

    @Override
    public Integer call() {
        return options.show(options.host().get("strategies"), StrategiesCommand::print);
    }

    private static void print(JsonElement answer) {
        JsonObject json = answer.getAsJsonObject();
        TextTable table = new TextTable("BUNDLE", "VERSION", "STRATEGY", "STATE", "SERVES", "FILE");
        List<String> toMend = new ArrayList<>();
        for (JsonElement one : json.getAsJsonArray("strategies")) {
            table.row(
                    Answer.cell(one, "name"),
                    Answer.cell(one, "version"),
                    Answer.cell(one, "strategies"),
                    Answer.cell(one, "state"),
                    Answer.cell(one, "routes"),
                    Answer.cell(one, "file"));
            if (!Answer.cell(one, "message").isEmpty()) {
                toMend.add(Answer.cell(one, "file") + ": " + Answer.cell(one, "message"));
            }
        }
        json.getAsJsonArray("problems").forEach(problem -> toMend.add(problem.getAsString()));
        table.print();
        Answer.notes("to mend", toMend);
        Unloading.print(json);
    }
}
