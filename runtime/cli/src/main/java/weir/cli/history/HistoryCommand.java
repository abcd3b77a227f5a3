package weir.cli.history;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.launcher.Home;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** {@code weir history}: groups the commands about stored swaps. */
@Command(
        name = "history",
        description = "Swaps that backtests replay: brings them in, shows what is there.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ImportCommand.class, InfoCommand.class})
public final class HistoryCommand {

    /** Subnet 98 plays on Base. */
    static final long BASE = 8453;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    /** The settings, with the home that a flag names or null. */
    static Settings settings(String home) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        if (home != null) {
            flags.put(Setting.HOME, home);
        }
        return Settings.resolve(flags, System.getenv(), Path.of(""));
    }

    static Path folder(Settings settings) {
        return new Home(settings.path(Setting.HOME)).history();
    }

    static boolean isDatabase(String source) {
        return source.startsWith("postgres") && source.contains("://");
    }

    static PoolKey pool(String text) {
        try {
            return PoolKey.parse(text, BASE);
        } catch (HistoryException e) {
            throw WeirException.usage("--pool " + text + " is no pool", e.remedy());
        }
    }

    static BlockRange blocks(String from, String to) {
        try {
            return new BlockRange(block("--from", from, 0), block("--to", to, Long.MAX_VALUE));
        } catch (HistoryException e) {
            throw WeirException.usage(e.problem(), e.remedy());
        }
    }

    private static long block(String flag, String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,18}")) {
            throw WeirException.usage(
                    flag + " '" + text + "' is no block number",
                    "Give a block number, not a date: history is ordered by block, and `weir history info` shows which.");
        }
        return Long.parseLong(text);
    }
}
