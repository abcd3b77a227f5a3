package weir.cli.admin;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.cli.HomeOption;
import weir.launcher.AdminPort;
import weir.launcher.Home;

/** Options of every command to a running host. */
final class HostOptions {

    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "Shows the host's answer as JSON.")
    private boolean json;

    Home home() {
        return home.home();
    }

    AdminClient host() {
        return new AdminClient(new AdminPort(home.home()));
    }

    /** Shows an answer as JSON, or as text. */
    void show(JsonElement answer, Consumer<JsonElement> asText) {
        if (json) {
            System.out.println(new GsonBuilder()
                    .setPrettyPrinting()
                    .disableHtmlEscaping()
                    .create()
                    .toJson(answer));
        } else {
            asText.accept(answer);
        }
    }
}
