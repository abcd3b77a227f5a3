package weir.installer.internal.deploy;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as text. */
public final class Durations {

    private Durations() {}

    /** For example {@code 5 s} or {@code 0.2 s}. */
    public static String inSeconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
