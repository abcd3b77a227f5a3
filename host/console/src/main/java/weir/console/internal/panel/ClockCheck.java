package weir.console.internal.panel;

import java.time.Duration;
import java.util.Optional;
import weir.chain.MetagraphStatus;

/**
 * The clock of this machine, compared with the newest block of the chain when the host read it.
 *
 * @param level good, bad, or unknown without a block
 * @param text the offset; if it is too large, with what to do
 */
record ClockCheck(String level, String text) {

    private static final String REMEDY =
            "Run an NTP client, for example `sudo timedatectl set-ntp true`: the host accepts requests"
                    + " of validators only if their time is close to its own.";

    static ClockCheck of(Optional<Duration> blockAge) {
        if (blockAge.isEmpty()) {
            return new ClockCheck("unknown", "not compared");
        }
        Duration age = blockAge.get();
        if (age.compareTo(MetagraphStatus.MIN_BLOCK_AGE) < 0) {
            return new ClockCheck(
                    "bad", "The clock is at least " + -age.toSeconds() + " s behind the chain. " + REMEDY);
        }
        if (age.compareTo(MetagraphStatus.MAX_BLOCK_AGE) > 0) {
            return new ClockCheck(
                    "bad",
                    "The clock is " + age.toSeconds() + " s ahead of the newest block, or the node is behind. "
                            + REMEDY);
        }
        return new ClockCheck("good", "newest block " + Math.max(0, age.toSeconds()) + " s old");
    }
}
