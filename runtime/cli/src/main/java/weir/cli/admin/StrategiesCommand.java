package weir.cli.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weir.cli.Table;

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
        Table table = new Table("BUNDLE", "VERSION", "STRATEGY", "STATE", "SERVES", "FILE");
        List<String> toMend = new ArrayList<>();
        for (JsonElement one : json.getAsJsonArray("strategies")) {
            table.row(
                    Table.cell(one, "name"),
                    Table.cell(one, "version"),
                    Table.cell(one, "strategies"),
                    Table.cell(one, "state"),
                    Table.cell(one, "routes"),
                    Table.cell(one, "file"));
            if (!Table.cell(one, "message").isEmpty()) {
                toMend.add(Table.cell(one, "file") + ": " + Table.cell(one, "message"));
            }
        }
        json.getAsJsonArray("problems").forEach(problem -> toMend.add(problem.getAsString()));
        table.print();
        Table.notes("to mend", toMend);
        Unloading.print(json);
    }
}
