package weir.cli.publish;

import java.time.Duration;
import picocli.CommandLine.Option;
import weir.base.WeirException;

/** {@code --expires} of the commands that sign something which expires. */
final class ExpiryOption {

    private static final int MAX_DAYS = 3650;

    @Option(
            names = "--expires",
            paramLabel = "DAYS",
            description = "Days until it must be signed again: 90 by default, 30 for a blocklist.")
    private Integer days;

    /** Time until it expires. */
    Duration validity(int defaultDays) {
        int chosen = days == null ? defaultDays : days;
        if (chosen < 1 || chosen > MAX_DAYS) {
            throw WeirException.usage(
                    "--expires " + chosen + " is not between 1 and " + MAX_DAYS,
                    "Give " + defaultDays + ", for example.");
        }
        return Duration.ofDays(chosen);
    }
}
