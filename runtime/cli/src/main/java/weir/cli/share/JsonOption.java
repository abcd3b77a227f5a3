package weir.cli.share;

import com.google.gson.JsonElement;
import picocli.CommandLine.Option;

/** {@code --json} of a command. */
public final class JsonOption {

    @Option(names = "--json", description = "Shows the result as JSON.")
    private boolean isJson;

    /** Whether the result is shown as JSON. */
    boolean isSet() {
        return isJson;
    }

    /** Shows the result as JSON, or as text. */
    public void show(JsonElement result, Runnable asText) {
        if (isJson) {
            System.out.println(result);
        } else {
            asText.run();
        }
    }
}
