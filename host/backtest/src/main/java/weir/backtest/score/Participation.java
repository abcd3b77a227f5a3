package weir.backtest.score;

import java.util.Map;

/** Participation of a miner, which makes it eligible for live rounds. Pure functions. */
public final class Participation {

    /** Number of days that the validator requires by default. */
    public static final int ELIGIBILITY_DAYS = 7;

    private Participation() {}

    /**
     * Number of days on which the miner took part, of today and the {@code eligibilityDays} before it.
     *
     * @param participated by days ago (today is 0), whether the miner's last round of the day was accepted
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
