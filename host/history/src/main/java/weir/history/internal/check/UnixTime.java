package weir.history.internal.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.OptionalLong;

/** Recognises the unit of a Unix time by its size: the ranges of the units do not overlap. Stateless. */
public final class UnixTime {

    /** Start of Ethereum, 2015-07-30; no supported chain is older. */
    public static final long MIN_SECONDS = 1_438_214_400L;

    /** Start of the year 2100. */
    public static final long MAX_SECONDS = 4_102_444_800L;

    private UnixTime() {}

    /**
     * Converts a time in seconds, milliseconds, microseconds or nanoseconds to seconds, rounded down; empty if it is outside
     * 2015 to 2099 in each of these units.
     */
    public static OptionalLong toSeconds(BigDecimal time) {
        if (time.precision() - time.scale() <= 19) {
            BigInteger value = time.setScale(0, RoundingMode.FLOOR).toBigInteger();
            for (int unit = 0; unit < 4; unit++) {
                BigInteger seconds = value.divide(BigInteger.valueOf(1_000).pow(unit));
                if (seconds.bitLength() < 63 && isPossible(seconds.longValue())) {
                    return OptionalLong.of(seconds.longValue());
                }
            }
        }
        return OptionalLong.empty();
    }

    /** Returns whether a time in seconds is from 2015 to 2099. */
    public static boolean isPossible(long seconds) {
        return seconds >= MIN_SECONDS && seconds < MAX_SECONDS;
    }
}
