package weir.backtest.experiment;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.SwapHistory;
import weir.history.SwapRow;

/**
 * Converts the values of {@code --from} and {@code --to} to blocks of a stored history. It converts dates with the timestamps of the
 * stored swaps. For one thread.
 */
public final class PeriodParser {

    /** A larger number is a Unix time, not a block: no chain has that many blocks. This is a time in May 2014. */
    private static final long MIN_UNIX_TIME = 1_400_000_000L;

    private final SwapHistory history;
    private final PoolInfo poolInfo;

    /** @param info metadata of the stored history of the pool */
    public PeriodParser(SwapHistory history, PoolInfo info) {
        this.history = history;
        this.poolInfo = info;
    }

    /**
     * Returns the blocks of a period, limited to the stored ones.
     *
     * @param from a block, a date, or {@code null} for the first stored block
     * @param to a block, a date (the period then includes the whole day), or {@code null} for the last stored block
     * @throws WeirException if the period is empty, or a value is not valid
     */
    public BlockRange parse(String from, String to) {
        long first = from == null ? poolInfo.firstBlock() : parseBlock("--from", from, false);
        long last = to == null ? poolInfo.lastBlock() : parseBlock("--to", to, true);
        if (first > last && from != null && to != null) {
            throw WeirException.usage(
                    "--from " + from + blockSuffix(from, first) + " is after --to " + to + blockSuffix(to, last),
                    "Exchange them.");
        }
        if (first > poolInfo.lastBlock() || last < poolInfo.firstBlock() || first > last) {
            throw WeirException.usage(
                    "the history has nothing of pool " + poolInfo.pool() + " from block " + first + " to " + last,
                    "The history covers blocks " + poolInfo.firstBlock() + " to " + poolInfo.lastBlock()
                            + dateHint(from) + ". Give blocks, or dates such as 2024-01-05.");
        }
        return new BlockRange(Math.max(first, poolInfo.firstBlock()), Math.min(last, poolInfo.lastBlock()));
    }

    private static String blockSuffix(String text, long block) {
        return text.matches("\\d+") ? "" : " (block " + block + ")";
    }

    /** A hint for a date without dashes, such as 20240105, which is read as a block number. */
    private static String dateHint(String from) {
        return from != null && from.matches("20\\d{2}[01]\\d[0-3]\\d")
                ? "; as a date, write " + from + " as " + from.substring(0, 4) + "-" + from.substring(4, 6) + "-"
                        + from.substring(6)
                : "";
    }

    private long parseBlock(String flag, String text, boolean isPeriodEnd) {
        if (!text.matches("\\d{1,18}")) {
            return parseDate(flag, text, isPeriodEnd);
        }
        long block = Long.parseLong(text);
        if (block >= MIN_UNIX_TIME) {
            throw WeirException.usage(
                    flag + " " + text + " looks like a Unix time, not a block number",
                    "Give a block number, or the date: " + formatDate(block) + ".");
        }
        return block;
    }

    private static String formatDate(long seconds) {
        return seconds < Instant.MAX.getEpochSecond()
                ? Instant.ofEpochSecond(seconds).toString()
                : "2024-01-05";
    }

    private long parseDate(String flag, String text, boolean isPeriodEnd) {
        long seconds = unixTime(flag, text, isPeriodEnd);
        long first = firstBlockSince(flag, text, seconds);
        if (isPeriodEnd ? first == poolInfo.firstBlock() : firstSwap(first).isEmpty()) {
            throw WeirException.usage(
                    "the history has no swap of pool " + poolInfo.pool() + (isPeriodEnd ? " up to " : " from ") + text
                            + (isPeriodEnd ? "" : " on"),
                    "The history covers " + formatTime(firstSwap(poolInfo.firstBlock())) + " to "
                            + formatTime(history.last(
                                    poolInfo.pool(), new BlockRange(poolInfo.firstBlock(), poolInfo.lastBlock())))
                            + ", blocks "
                            + poolInfo.firstBlock() + " to " + poolInfo.lastBlock() + ".");
        }
        return isPeriodEnd ? first - 1 : first;
    }

    /** The first block from which on no swap is earlier than a time. */
    private long firstBlockSince(String flag, String text, long seconds) {
        long low = poolInfo.firstBlock();
        long high = poolInfo.lastBlock() + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            SwapRow swap = firstSwap(middle).orElse(null);
            if (swap == null) {
                high = middle;
                continue;
            }
            if (swap.timestamp() < 0) {
                throw WeirException.usage(
                        flag + " " + text + " is a date, and the stored swaps of pool " + poolInfo.pool()
                                + " have no times",
                        "Give block numbers: the history covers " + poolInfo.firstBlock() + " to "
                                + poolInfo.lastBlock() + ".");
            }
            if (swap.timestamp() >= seconds) {
                high = middle;
            } else {
                low = swap.block() + 1;
            }
        }
        return low;
    }

    /** The first swap from a block on. */
    private Optional<SwapRow> firstSwap(long block) {
        return block > poolInfo.lastBlock()
                ? Optional.empty()
                : history.first(poolInfo.pool(), new BlockRange(block, poolInfo.lastBlock()));
    }

    private static String formatTime(Optional<SwapRow> swap) {
        return swap.map(SwapRow::timestamp)
                .filter(seconds -> seconds >= 0)
                .map(seconds -> Instant.ofEpochSecond(seconds).toString())
                .orElse("an unknown time");
    }

    /**
     * Unix time in seconds of a value. As the start of a period, a date means its first second; as the end of a period, the second after its
     * last one.
     */
    private static long unixTime(String flag, String text, boolean isPeriodEnd) {
        try {
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                LocalDate day = LocalDate.parse(text);
                return (isPeriodEnd ? day.plusDays(1) : day)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toEpochSecond();
            }
            boolean hasZone = text.matches(".*(Z|[+-]\\d{2}:?\\d{2})$") && text.contains("T");
            Instant instant = hasZone
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            return instant.getEpochSecond() + (isPeriodEnd ? 1 : 0);
        } catch (DateTimeException e) {
            throw WeirException.usage(
                    flag + " '" + text + "' is neither a block number nor a valid date or time",
                    "Give a block number such as 18937382, a day such as 2024-01-05 or a time such as"
                            + " 2024-01-05T12:00:00Z.");
        }
    }
}
