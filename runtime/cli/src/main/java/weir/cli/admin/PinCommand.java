package weir.cli.admin;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir pin PAIR NAME RANGE}: only these versions of a strategy serve a pair. */
@Command(
        name = "pin",
        description = "Lets only these versions of a strategy serve a pair. A pair of the default route gets its own.",
        sortOptions = false)
public final class PinCommand implements Callable<Integer> {

    @Mixin
    private HostOptions options;

    @Parameters(index = "0", paramLabel = "PAIR", description = "Pool address, or a route's id.")
    private String pair;

    @Parameters(index = "1", paramLabel = "NAME", description = "Strategy, for example range-follower.")
    private String strategy;

    @Parameters(
            index = "2",
            paramLabel = "RANGE",
            description = "Versions: \"[1.2.0,1.2.0]\" is one, \"[1.0,2.0)\" all of 1.x; quote it for the shell.")
    private String versions;

    @Override
    public Integer call() {
        JsonObject pin = new JsonObject();
        pin.addProperty("strategy", strategy);
        pin.addProperty("versions", versions);
        return options.show(
                options.host().post(pin, "routes", pair, "pin"), route -> RoutesCommand.print(List.of(route)));
    }
}
