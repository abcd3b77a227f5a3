package weir.cli.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir strategies}. */
@Command(
        name = "strategies",
        description = "Lists the installed strategies: bundle, version, names for routes, served routes.",
        sortOptions = false)
public final class StrategiesCommand implements Runnable {

    private static final String[] HEADING = {"BUNDLE", "VERSION", "STRATEGY", "STATE", "SERVES", "FILE"};
    private static final String[] FIELDS = {"name", "version", "strategies", "state", "routes", "file"};

    @Mixin
    private HostOptions options;

    @Override
    public void run() {
        options.show(options.host().get("strategies"), answer -> {
            JsonObject json = answer.getAsJsonObject();
            Iterable<JsonElement> strategies = json.getAsJsonArray("strategies");
            AnswerText.table(strategies, HEADING, FIELDS, "file", "message", json.getAsJsonArray("problems"));
            AnswerText.printUnloading(json);
        });
    }
}
