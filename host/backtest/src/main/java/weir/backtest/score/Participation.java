package weir.backtest.score;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The evaluation rounds of a miner in a job, by day, from which the validator decides who may play live rounds. A day counts if the miner
 * accepted more rounds than it refused. Days are dates of the validator's clock. Immutable.
 *
 * @param days accepted and refused rounds by date
 */
public record Participation(Map<LocalDate, Day> days) {

    /** No rounds. */
    public static final Participation NONE = new Participation(Map.of());

    /**
     * The rounds of a day.
     *
     * @param accepted rounds in which the miner took part until the end
     * @param refused the other rounds
     */
    public record Day(int accepted, int refused) {

        private static final Day NONE = new Day(0, 0);

        /** Whether the day counts. */
        public boolean isCounted() {
            return accepted > refused;
        }

        private Day plus(boolean isAccepted) {
            return new Day(accepted + (isAccepted ? 1 : 0), refused + (isAccepted ? 0 : 1));
        }
    }

    /**
     * A setting of the validator.
     *
     * @param days number of days that must count, {@code MINER_ELIGIBILITY_DAYS} of the validator
     */
    public record EligibilityRule(int days) {

        /** The default of the validator's code. The team's validator uses 1. */
        public static final EligibilityRule DEFAULT = new EligibilityRule(7);

        /** @throws IllegalArgumentException if the number of days is not positive */
        public EligibilityRule {
            if (days < 1) {
                throw new IllegalArgumentException(days + " eligibility days must be at least 1");
            }
        }
    }

    /**
     * Whether a miner may play live rounds.
     *
     * @param participationDays counted days within the window; 0 for a whitelisted miner, whose days are not counted
     * @param isEligible whether they suffice
     */
    public record Eligibility(int participationDays, boolean isEligible) {

        /** Whether the validator chooses the miner for live rounds at all: its combined score must be positive, too. */
        public boolean mayPlayLive(BigDecimal combinedScore) {
            return isEligible && combinedScore.signum() > 0;
        }
    }

    public Participation {
        days = Collections.unmodifiableMap(new TreeMap<>(days));
    }

    /** The participation with one more round. */
    public Participation plus(LocalDate day, boolean isAccepted) {
        Map<LocalDate, Day> updated = new TreeMap<>(days);
        updated.put(day, days.getOrDefault(day, Day.NONE).plus(isAccepted));
        return new Participation(updated);
    }

    /**
     * Counts the days from {@code today} minus the days of the rule, inclusive, so one day more than the rule has.
     *
     * @param isWhitelisted whether the miner is in the validator's whitelist, and therefore eligible at once
     */
    public Eligibility eligibility(LocalDate today, EligibilityRule rule, boolean isWhitelisted) {
        if (isWhitelisted) {
            return new Eligibility(0, true);
        }
        LocalDate first = today.minusDays(rule.days());
        int counted = (int) days.entrySet().stream()
                .filter(day -> !day.getKey().isBefore(first) && day.getValue().isCounted())
                .count();
        return new Eligibility(counted, counted >= rule.days());
    }
}
