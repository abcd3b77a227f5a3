package weir.backtest.score;

import java.util.Map;

/** How often a miner took part, which decides whether it may go live. Pure. */
public final class Participation {

    /** Days that the validator asks for by default. */
    public static final int ELIGIBILITY_DAYS = 7;

    private Participation() {}

    /**
     * Days on which the miner took part, of today and the {@code eligibilityDays} before it.
     *
     * @param participated for a day, counted backwards from today as 0, whether the miner's last round of it was accepted
     */
    public static int days(Map<Integer, Boolean> participated, int eligibilityDays) {
        return (int) participated.entrySet().stream()
                .filter(day -> day.getKey() <= eligibilityDays && day.getValue())
                .count();
    }

    /** Whether that many days suffice to go live. */
    public static boolean eligible(int days, int eligibilityDays) {
        return days >= eligibilityDays;
    }
}
