package weir.cli.admin;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command for the route of one pair. */
abstract class PairCommand implements Runnable {

    @Mixin
    HostOptions options;

    @Parameters(index = "0", paramLabel = "PAIR", description = "Pool address or id of a route.")
    String pair;
}
