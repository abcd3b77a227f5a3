package weir.rounds.challenge;

import java.util.Collections;
import java.util.List;

/**
 * Evidence that the challenger scores more than the champion, from the score differences of rounds that both replayed: an e-process. Its
 * value is the mean capital of six gamblers who start with 1 and bet on each difference. If the challenger is not better by more than the
 * margin, the value exceeds x at any time with a probability of at most 1/x, so it may be looked at after every round. Immutable.
 *
 * @param limit differences are cut to {@code -limit} to {@code limit}, so that one round cannot decide
 * @param margin by how much the challenger must be better
 * @param logCapitals natural logarithm of the capital of each bet, in the order of {@link #BETS}
 * @param count number of differences
 */
public record Evidence(double limit, double margin, List<Double> logCapitals, long count) {

    /** The bets as fractions of the largest bet, {@code 0.5 / limit}. */
    public static final List<Double> BETS = List.of(.02, .05, .1, .2, .4, .8);

    /**
     * @throws IllegalArgumentException if the limit is not positive, the margin is negative or not below the limit, a capital is
     *     not finite, or the number of capitals is wrong
     */
    public Evidence {
        if (!(limit > 0 && limit < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("limit " + limit + " must be positive");
        }
        if (!(margin >= 0 && margin < limit)) {
            throw new IllegalArgumentException("margin " + margin + " must be at least 0 and below the limit " + limit);
        }
        logCapitals = List.copyOf(logCapitals);
        if (!logCapitals.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a capital is not a number: " + logCapitals);
        }
        if (logCapitals.size() != BETS.size()) {
            throw new IllegalArgumentException(logCapitals.size() + " capitals instead of " + BETS.size());
        }
    }

    /** No evidence: value 1. */
    public static Evidence none(double limit, double margin) {
        return new Evidence(limit, margin, Collections.nCopies(BETS.size(), 0.0), 0);
    }

    /**
     * The evidence with one more difference.
     *
     * @param difference score of the challenger minus that of the champion in the same round
     * @throws IllegalArgumentException if it is not a number
     */
    public Evidence plus(double difference) {
        if (Double.isNaN(difference)) {
            throw new IllegalArgumentException("a difference is not a number; leave out rounds without a score");
        }
        double gain = Math.max(-limit, Math.min(limit, difference)) - margin;
        Double[] capitals = new Double[BETS.size()];
        for (int i = 0; i < capitals.length; i++) {
            capitals[i] = logCapitals.get(i) + StrictMath.log1p(0.5 / limit * BETS.get(i) * gain);
        }
        return new Evidence(limit, margin, List.of(capitals), count + 1);
    }

    /** The mean capital; 1 without differences. */
    public double value() {
        return logCapitals.stream().mapToDouble(StrictMath::exp).sum() / BETS.size();
    }
}
