package weir.cli.admin;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir rollback PAIR}: the version before serves again. */
@Command(
        name = "rollback",
        description = "Pins a pair to the version that served before the one that serves now.",
        sortOptions = false)
public final class RollbackCommand implements Callable<Integer> {

    @Mixin
    private HostOptions options;

    @Parameters(paramLabel = "PAIR", description = "Pool address, or a route's id.")
    private String pair;

    @Override
    public Integer call() {
        return options.show(
                options.host().post("routes", pair, "rollback"), route -> RoutesCommand.print(List.of(route)));
    }
}
