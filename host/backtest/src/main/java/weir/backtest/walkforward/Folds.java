package weir.backtest.walkforward;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Walk-forward folds. Each fold has training rounds, a gap of rounds that count for neither, and test rounds. The next fold starts later by the
 * number of test rounds, so test rounds follow each other in time order, and none occurs twice. A trial plays all rounds once, with one
 * instance of the strategy; folds only say which scores count where.
 *
 * @param trainRounds training rounds of a fold
 * @param gapRounds rounds between training and test, so that the test does not continue the last market move of the training
 * @param testRounds test rounds of a fold
 */
public record Folds(int trainRounds, int gapRounds, int testRounds) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}),(\\d{1,9}),(\\d{1,9})");

    /** Maximum number of folds, because a result contains values for each fold. */
    private static final long MAX_FOLDS = 1_000;

    /** @throws IllegalArgumentException if there are no training or test rounds, or the gap is negative */
    public Folds {
        if (trainRounds < 1 || gapRounds < 0 || testRounds < 1) {
            throw new IllegalArgumentException(
                    "a fold needs at least 1 training round and 1 test round, and no negative gap");
        }
    }

    /**
     * Parses {@code TRAIN,GAP,TEST}, numbers of rounds.
     *
     * @throws IllegalArgumentException if the text is invalid
     */
    public static Folds parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not TRAIN,GAP,TEST in rounds");
        }
        return new Folds(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    /**
     * A fold of a period.
     *
     * @param train its training rounds
     * @param test its test rounds
     */
    public record Fold(Chunk train, Chunk test) {}

    /**
     * The folds of a period, oldest first. Rounds at the end that do not fill a fold are in none.
     *
     * @param roundCount rounds of the period
     * @throws IllegalArgumentException if the period is shorter than two folds, or has too many
     */
    public List<Fold> of(int roundCount) {
        long before = (long) trainRounds + gapRounds;
        long count = (roundCount - before) / testRounds;
        if (count < 2) {
            throw new IllegalArgumentException("the period has " + roundCount + " rounds; two folds of " + this
                    + " need " + (before + 2L * testRounds));
        }
        if (count > MAX_FOLDS) {
            throw new IllegalArgumentException(
                    this + " gives " + count + " folds; give more test rounds for at most " + MAX_FOLDS);
        }
        List<Fold> folds = new ArrayList<>();
        for (int first = 0; folds.size() < count; first += testRounds) {
            folds.add(new Fold(new Chunk(first, trainRounds), new Chunk(first + trainRounds + gapRounds, testRounds)));
        }
        return folds;
    }

    @Override
    public String toString() {
        return trainRounds + "," + gapRounds + "," + testRounds;
    }
}
