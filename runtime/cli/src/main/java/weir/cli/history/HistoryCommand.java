package weir.cli.history;

import picocli.CommandLine.Command;
import weir.base.WeirException;
import weir.history.HistoryException;
import weir.history.PoolKey;

/** {@code weir history}. */
@Command(
        name = "history",
        description = "Imports and shows stored swaps, which backtests replay.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ImportCommand.class, InfoCommand.class})
public final class HistoryCommand {

    /** Subnet 98 uses pools on Base. */
    private static final long BASE = 8453;

    static PoolKey pool(String text) {
        try {
            return PoolKey.parse(text, BASE);
        } catch (HistoryException e) {
            throw WeirException.usage("--pool " + text + " is not a pool", e.remedy());
        }
    }
}
