package weir.cli.history;

import picocli.CommandLine.Command;
import weir.base.Secrets;
import weir.base.WeirException;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapHistory;

/** {@code weir history}. */
@Command(
        name = "history",
        description = "Fetches, imports, shows, verifies, replaces and removes stored swaps, which backtests replay.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            FetchCommand.class,
            ImportCommand.class,
            ImportCommand.Replace.class,
            RemoveCommand.class,
            PruneCommand.class,
            InfoCommand.class,
            VerifyCommand.class
        })
public final class HistoryCommand {

    /** Subnet 98 uses pools on Base. */
    private static final long BASE = 8453;

    /** Opens a database. Its address is a command-line argument, or the value of DB_CONNECTION_STRING. */
    static SwapHistory database(String address, boolean isArgument) {
        try {
            return SwapHistory.postgres(address);
        } catch (HistoryException e) {
            throw WeirException.usage((isArgument ? "SOURCE" : e.place()) + ": " + e.fault(), e.remedy());
        }
    }

    static PoolKey pool(String text) {
        try {
            return PoolKey.parse(text, BASE);
        } catch (HistoryException e) {
            throw WeirException.usage("--pool " + Secrets.mask(text) + " is not a pool", e.remedy());
        }
    }
}
