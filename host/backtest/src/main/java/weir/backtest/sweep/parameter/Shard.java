package weir.backtest.sweep.parameter;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the trials of a sweep, which one of several processes runs. Shard K of N has every N-th trial, so the shards take similar
 * times.
 *
 * @param index number of the shard, from 1
 * @param count number of shards
 */
public record Shard(int index, int count) {

    /** A sweep in one process. */
    public static final Shard WHOLE = new Shard(1, 1);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /** @throws IllegalArgumentException if the index is not from 1 to the number of shards */
    public Shard {
        if (index < 1 || index > count) {
            throw new IllegalArgumentException(
                    "shard " + index + "/" + count + " is not one of 1/" + count + " to " + count + "/" + count);
        }
    }

    /**
     * Parses {@code K/N}.
     *
     * @throws IllegalArgumentException if the text is invalid
     */
    public static Shard parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not K/N, for example 1/4");
        }
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** The trials of this shard, in order. */
    public List<Trial> of(List<Trial> trials) {
        return trials.stream()
                .filter(trial -> trial.index() % count == index - 1)
                .toList();
    }

    /** Whether there is only one shard. */
    public boolean isWhole() {
        return count == 1;
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
