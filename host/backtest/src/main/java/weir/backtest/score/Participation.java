package weir.backtest.score;

import java.util.Map;

/** Decides whether a miner took part in rounds on enough days to be eligible for live rounds. */
public final class Participation {

    /** Default number of days with participation that the validator requires. */
    public static final int ELIGIBILITY_DAYS = 7;

    private Participation() {}

    /**
     * Counts the days on which the miner took part, among today and the {@code eligibilityDays} days before it.
     *
     * @param participated day as its distance from today (0 is today) to whether the miner took part in its last round of that day
     *     until the end
     */
    public static int countDays(Map<Integer, Boolean> participated, int eligibilityDays) {
        return (int) participated.entrySet().stream()
                .filter(day -> day.getKey() <= eligibilityDays && day.getValue())
                .count();
    }

    /** Whether a number of days is enough for live rounds. */
    public static boolean isEligible(int days, int eligibilityDays) {
        return days >= eligibilityDays;
    }
}
