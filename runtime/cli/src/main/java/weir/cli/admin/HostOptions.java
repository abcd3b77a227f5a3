package weir.cli.admin;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.cli.HomeOption;

/** What every command to a host takes: where it is, and how the answer is shown. */
final class HostOptions {

    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "Shows the answer for machines.")
    private boolean json;

    AdminClient host() {
        return new AdminClient(home.home());
    }

    /** Shows an answer as JSON or as the command has it for people. */
    int show(JsonElement answer, Consumer<JsonElement> forPeople) {
        if (json) {
            System.out.println(new GsonBuilder()
                    .setPrettyPrinting()
                    .disableHtmlEscaping()
                    .create()
                    .toJson(answer));
        } else {
            forPeople.accept(answer);
        }
        return 0;
    }
}
