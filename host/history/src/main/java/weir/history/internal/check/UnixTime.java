package weir.history.internal.check;

import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises the unit of a Unix time by its size: the ranges of the units do not overlap. Stateless. */
public final class UnixTime {

    /** Start of Ethereum, 2015-07-30; no supported chain is older. */
    public static final long MIN_SECONDS = 1_438_214_400L;

    /** Start of the year 2100. */
    public static final long MAX_SECONDS = 4_102_444_800L;

    private static final int MAX_CHARS = 40;

    private UnixTime() {}

    /** Date and time, without a zone (then UTC), or with UTC, Z or an offset. */
    private static final Pattern DATE_TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d+)? ?(UTC|Z|[+-]\\d\\d(?::?\\d\\d)?)?");

    /**
     * Reads a time in seconds, milliseconds, microseconds or nanoseconds, or a date and time such as {@code 2026-11-30 01:47:42.000 UTC},
     * and returns it in seconds, rounded down; empty if the text is neither, or not from 2015 to 2099 in any of these units.
     */
    public static OptionalLong parse(String text) {
        Matcher dateTime = DATE_TIME.matcher(text.length() <= MAX_CHARS ? text : "");
        try {
            if (dateTime.matches()) {
                String zone = dateTime.group(3);
                ZoneOffset offset = zone == null || zone.startsWith("U") ? ZoneOffset.UTC : ZoneOffset.of(zone);
                long seconds = LocalDateTime.parse(dateTime.group(1) + "T" + dateTime.group(2))
                        .toEpochSecond(offset);
                return isPossible(seconds) ? OptionalLong.of(seconds) : OptionalLong.empty();
            }
            long time = text.length() <= MAX_CHARS && text.contains(".")
                    ? Decimals.parse(text).setScale(0, RoundingMode.FLOOR).longValueExact()
                    : Long.parseLong(text);
            for (long unit = 1; unit <= 1_000_000_000; unit *= 1_000) {
                if (isPossible(time / unit)) {
                    return OptionalLong.of(time / unit);
                }
            }
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            // Neither a number nor a time.
        }
        return OptionalLong.empty();
    }

    /** Returns whether a time in seconds is from 2015 to 2099. */
    public static boolean isPossible(long seconds) {
        return seconds >= MIN_SECONDS && seconds < MAX_SECONDS;
    }
}
