package weir.history.internal.check;

import java.math.RoundingMode;
import java.util.OptionalLong;

/** Recognises the unit of a Unix time by its size: the ranges of the units do not overlap. Stateless. */
public final class UnixTime {

    /** Start of Ethereum, 2015-07-30; no supported chain is older. */
    public static final long MIN_SECONDS = 1_438_214_400L;

    /** Start of the year 2100. */
    public static final long MAX_SECONDS = 4_102_444_800L;

    private static final int MAX_CHARS = 40;

    private UnixTime() {}

    /**
     * Reads a time in seconds, milliseconds, microseconds or nanoseconds, and returns it in seconds, rounded down; empty if the
     * text is not a number, or not from 2015 to 2099 in any of these units.
     */
    public static OptionalLong parse(String text) {
        try {
            long time = text.length() <= MAX_CHARS && text.contains(".")
                    ? Decimals.parse(text).setScale(0, RoundingMode.FLOOR).longValueExact()
                    : Long.parseLong(text);
            for (long unit = 1; unit <= 1_000_000_000; unit *= 1_000) {
                if (isPossible(time / unit)) {
                    return OptionalLong.of(time / unit);
                }
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Neither a whole number nor a decimal one.
        }
        return OptionalLong.empty();
    }

    /** Returns whether a time in seconds is from 2015 to 2099. */
    public static boolean isPossible(long seconds) {
        return seconds >= MIN_SECONDS && seconds < MAX_SECONDS;
    }
}
