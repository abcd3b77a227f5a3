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
 * Resolves {@code --from} and {@code --to} to blocks of a stored history. Dates are converted by the times of the stored swaps.
 * For one thread.
 */
public final class Period {

    /** Above every block number of today's chains and below every Unix time since 2014. */
    private static final long MIN_UNIX_TIME = 1_400_000_000L;

    private final SwapHistory history;
    private final PoolInfo info;

    /** @param info the pool */
    public Period(SwapHistory history, PoolInfo info) {
        this.history = history;
        this.info = info;
    }

    /**
     * The blocks of a period, limited to the stored ones.
     *
     * @param from a block, a date, or {@code null} for the first stored block
     * @param to a block, a date (including its whole day), or {@code null} for the last stored block
     * @throws WeirException if the period is empty, or a value is not valid
     */
    public BlockRange resolve(String from, String to) {
        long first = from == null ? info.firstBlock() : block("--from", from, false);
        long last = to == null ? info.lastBlock() : block("--to", to, true);
        if (first > last && from != null && to != null) {
            throw WeirException.usage(
                    "--from " + from + meaning(from, first) + " is after --to " + to + meaning(to, last),
                    "Exchange them.");
        }
        if (first > info.lastBlock() || last < info.firstBlock() || first > last) {
            throw WeirException.usage(
                    "the history has nothing of pool " + info.pool() + " from block " + first + " to " + last,
                    "The history covers blocks " + info.firstBlock() + " to " + info.lastBlock() + hint(from)
                            + ". Give blocks, or dates such as 2024-01-05.");
        }
        return new BlockRange(Math.max(first, info.firstBlock()), Math.min(last, info.lastBlock()));
    }

    private static String meaning(String text, long block) {
        return text.matches("\\d+") ? "" : " (block " + block + ")";
    }

    /** A date without dashes is read as a block number, outside the stored blocks. */
    private static String hint(String from) {
        return from != null && from.matches("20\\d{2}[01]\\d[0-3]\\d")
                ? "; as a date, write " + from + " as " + from.substring(0, 4) + "-" + from.substring(4, 6) + "-"
                        + from.substring(6)
                : "";
    }

    private long block(String flag, String text, boolean end) {
        if (!text.matches("\\d{1,18}")) {
            return blockAt(flag, text, end);
        }
        long block = Long.parseLong(text);
        if (block >= MIN_UNIX_TIME) {
            throw WeirException.usage(
                    flag + " " + text + " looks like a Unix time, not a block number",
                    "Give a block number, or the date: " + date(block) + ".");
        }
        return block;
    }

    private static String date(long seconds) {
        return seconds < Instant.MAX.getEpochSecond()
                ? Instant.ofEpochSecond(seconds).toString()
                : "2024-01-05";
    }

    private long blockAt(String flag, String text, boolean end) {
        long seconds = seconds(flag, text, end);
        long first = firstAtOrAfter(flag, text, seconds);
        if (end ? first == info.firstBlock() : firstSwap(first).isEmpty()) {
            throw WeirException.usage(
                    "the history has no swap of pool " + info.pool() + (end ? " up to " : " from ") + text
                            + (end ? "" : " on"),
                    "The history covers " + time(firstSwap(info.firstBlock())) + " to "
                            + time(history.last(info.pool(), new BlockRange(info.firstBlock(), info.lastBlock())))
                            + ", blocks "
                            + info.firstBlock() + " to " + info.lastBlock() + ".");
        }
        return end ? first - 1 : first;
    }

    /** The block after the last swap before a time. */
    private long firstAtOrAfter(String flag, String text, long seconds) {
        long low = info.firstBlock();
        long high = info.lastBlock() + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            SwapRow swap = firstSwap(middle).orElse(null);
            if (swap == null) {
                high = middle;
                continue;
            }
            if (swap.timestamp() < 0) {
                throw WeirException.usage(
                        flag + " " + text + " is a date, and the stored swaps of pool " + info.pool()
                                + " have no times",
                        "Give block numbers: the history covers " + info.firstBlock() + " to " + info.lastBlock()
                                + ".");
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
        return block > info.lastBlock()
                ? Optional.empty()
                : history.first(info.pool(), new BlockRange(block, info.lastBlock()));
    }

    private static String time(Optional<SwapRow> swap) {
        return swap.map(SwapRow::timestamp)
                .filter(seconds -> seconds >= 0)
                .map(seconds -> Instant.ofEpochSecond(seconds).toString())
                .orElse("an unknown time");
    }

    /** The first second of a start, or the first second after an end. */
    private static long seconds(String flag, String text, boolean end) {
        try {
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                LocalDate day = LocalDate.parse(text);
                return (end ? day.plusDays(1) : day)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toEpochSecond();
            }
            boolean zoned = text.matches(".*(Z|[+-]\\d{2}:?\\d{2})$") && text.contains("T");
            Instant instant = zoned
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            return instant.getEpochSecond() + (end ? 1 : 0);
        } catch (DateTimeException e) {
            throw WeirException.usage(
                    flag + " '" + text + "' is neither a block number nor a date",
                    "Give a block number such as 18937382, a day such as 2024-01-05 or a time such as"
                            + " 2024-01-05T12:00:00Z.");
        }
    }
}
