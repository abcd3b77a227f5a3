package weir.cli.history;

import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;

/** The options that select a pool and its blocks. */
final class BlockOptions {

    @Option(
            names = "--pool",
            required = true,
            paramLabel = "POOL",
            description = "0x… on Base, or CHAIN:0x… such as 1:0x….")
    private String pool;

    @Option(names = "--from", paramLabel = "BLOCK", description = "First block (default: the first available one).")
    private String from;

    @Option(names = "--to", paramLabel = "BLOCK", description = "Last block (default: the last available one).")
    private String to;

    PoolKey pool() {
        return HistoryCommand.pool(pool);
    }

    BlockRange blocks() {
        try {
            return new BlockRange(block("--from", from, 0), block("--to", to, Long.MAX_VALUE));
        } catch (HistoryException e) {
            throw WeirException.usage(e.problem(), e.remedy());
        }
    }

    private static long block(String flag, String text, long otherwise) {
        if (text != null && !text.matches("\\d{1,18}")) {
            throw WeirException.usage(
                    flag + " '" + text + "' is no block number",
                    "Give a block number, not a date; `weir history info` shows the stored blocks.");
        }
        return text == null ? otherwise : Long.parseLong(text);
    }
}
