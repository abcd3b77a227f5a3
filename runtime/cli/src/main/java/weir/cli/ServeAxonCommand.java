package weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;
import weir.base.WeirException;

/** Names {@code weir serve-axon} in the help. The start script runs it in a process that has no framework on its class path. */
@Command(
        name = "serve-axon",
        description = "Publishes the address of the axon on chain, so that validators find it.",
        footer = "%n`weir serve-axon --help` lists the flags and exit codes.")
final class ServeAxonCommand implements Runnable {

    @Unmatched
    private String[] arguments;

    @Override
    public void run() {
        throw WeirException.failed(
                "serve-axon runs in a process of its own", "Start it with bin/weir serve-axon of the installation.");
    }
}
