package weir.history.internal.csv;

import java.math.BigInteger;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;
import weir.history.HistoryException;
import weir.history.SwapRow;
import weir.history.internal.check.UnixTime;

/** Reads the values of a row. Errors name file, line and column. Not thread-safe. */
public final class CsvSwapValues {

    private static final long BASE_GENESIS_TIME = 1_686_789_347L;
    private static final long BASE_BLOCK_SECONDS = 2;
    private static final int MAX_SHOWN_CHARS = 79;

    private final SwapFields swap;
    private final Supplier<String> place;

    /** @param place returns file and line, for messages */
    public CsvSwapValues(SwapFields swap, Supplier<String> place) {
        this.swap = swap;
        this.place = place;
    }

    /** Reads the number of the block. */
    public long block() {
        String text = swap.text(SwapColumn.BLOCK_NUMBER);
        if (text.length() >= 10 && text.charAt(4) == '-' && text.charAt(7) == '-') {
            throw error(
                    SwapColumn.BLOCK_NUMBER,
                    "is a date",
                    "Give block numbers; dates belong in the column timestamp as Unix seconds");
        }
        return number(SwapColumn.BLOCK_NUMBER, 0, Long.MAX_VALUE);
    }

    /** Returns the block of Base at a time: a block each two seconds since its start. */
    public long blockOfBase(long time) {
        long seconds = time - BASE_GENESIS_TIME;
        if (seconds < 0 || seconds % BASE_BLOCK_SECONDS != 0) {
            throw error(
                    SwapColumn.TIMESTAMP,
                    "is not the time of a block of Base",
                    "Add the column block_number to the file");
        }
        return seconds / BASE_BLOCK_SECONDS;
    }

    /** Reads the log index. */
    public int logIndex() {
        return (int) number(SwapColumn.LOG_INDEX, 0, Integer.MAX_VALUE);
    }

    /** Reads the tick. */
    public int tick() {
        return (int) number(SwapColumn.TICK, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private long number(SwapColumn column, long lowest, long highest) {
        BigInteger value;
        try {
            value = CsvNumbers.integer(swap.text(column));
        } catch (NumberFormatException e) {
            throw error(column, "is not a whole number", "Give it in decimal digits");
        }
        if (value.bitLength() > 63 || value.longValue() < lowest || value.longValue() > highest) {
            throw error(column, "is outside " + lowest + " to " + highest, "Check that the columns are not exchanged");
        }
        return value.longValue();
    }

    /** Reads a whole number. */
    public BigInteger integer(SwapColumn column) {
        try {
            return CsvNumbers.integer(swap.text(column));
        } catch (NumberFormatException e) {
            throw error(
                    column, "is not a whole number of at most 256 bits", "Give raw token units, without a fraction");
        }
    }

    /** Reads an amount in raw units, or in whole tokens if the decimals are given. */
    public BigInteger amount(SwapColumn column, OptionalInt decimals) {
        try {
            return CsvNumbers.scaled(swap.text(column), decimals.orElse(0));
        } catch (NumberFormatException e) {
            String token = column == SwapColumn.AMOUNT0 ? "0" : "1";
            throw decimals.isPresent()
                    ? error(
                            column,
                            "is not a number with at most " + decimals.getAsInt() + " decimals",
                            "Check --decimals" + token)
                    : error(
                            column,
                            "is not a whole number of at most 256 bits",
                            "Give raw token units. If the amounts are whole tokens, as The Graph's, give --decimals0 and"
                                    + " --decimals1");
        }
    }

    /** Reads the time in Unix seconds; {@link SwapRow#UNKNOWN_TIME} if there is none. */
    public long time() {
        String text = swap.text(SwapColumn.TIMESTAMP);
        if (text.isEmpty()) {
            return SwapRow.UNKNOWN_TIME;
        }
        return UnixTime.parse(text)
                .orElseThrow(
                        () -> error(
                                SwapColumn.TIMESTAMP,
                                "is not a Unix time from 2015 to 2099",
                                "Give it in seconds, milliseconds or microseconds, or as a date and time such as 2026-11-30 01:47:42 UTC"));
    }

    /** Reads the transaction hash; null if there is none. */
    public String txHash() {
        String text = swap.text(SwapColumn.TX_HASH);
        if (text.isEmpty()) {
            return null;
        }
        String hash = text.startsWith("0x") ? text : "0x" + text;
        if (hash.length() != 66 || !hash.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw error(
                    SwapColumn.TX_HASH, "is not a transaction hash", "Give 0x and 64 hex digits, or leave it empty");
        }
        return hash.toLowerCase(Locale.ROOT);
    }

    private HistoryException error(SwapColumn column, String fault, String remedy) {
        String text = swap.text(column);
        String shown = text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "…";
        return new HistoryException(place.get() + " column " + column.label(), "'" + shown + "' " + fault, remedy);
    }
}
