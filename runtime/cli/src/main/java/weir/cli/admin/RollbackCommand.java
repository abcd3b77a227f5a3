package weir.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir rollback PAIR}. */
@Command(name = "rollback", description = "Pins a pair to the version that served before.", sortOptions = false)
public final class RollbackCommand implements Runnable {

    @Mixin
    private HostOptions options;

    @Parameters(paramLabel = "PAIR", description = "Pool address or id of a route.")
    private String pair;

    @Override
    public void run() {
        options.show(options.host().post("routes", pair, "rollback"), RoutesCommand::printRoute);
    }
}
