package weir.cli.admin;

import com.google.gson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir pin PAIR NAME RANGE}. */
@Command(
        name = "pin",
        description = "Limits a pair to a version range of a strategy. A pair of the default route gets its own route.",
        sortOptions = false)
public final class PinCommand implements Runnable {

    @Mixin
    private HostOptions options;

    @Parameters(index = "0", paramLabel = "PAIR", description = "Pool address or id of a route.")
    private String pair;

    @Parameters(index = "1", paramLabel = "NAME", description = "Strategy, for example range-follower.")
    private String strategy;

    @Parameters(
            index = "2",
            paramLabel = "RANGE",
            description = "Versions: \"[1.2.0,1.2.0]\" is one, \"[1.0,2.0)\" is all of 1.x. Quote it for the shell.")
    private String versions;

    @Override
    public void run() {
        JsonObject pin = new JsonObject();
        pin.addProperty("strategy", strategy);
        pin.addProperty("versions", versions);
        options.show(options.host().post(pin, "routes", pair, "pin"), RoutesCommand::printRoute);
    }
}
