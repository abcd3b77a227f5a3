package weir.backtest.sweep.parameter;

import java.util.List;
import java.util.Optional;
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

    private static final String SEPARATOR = "; shard ";
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

    /**
     * The identity of this shard's results, for the file that stores them.
     *
     * @param sweepIdentity identity of the whole sweep
     * @return the same text for {@link #WHOLE}; otherwise the text, {@code "; shard "} and this shard
     */
    public String identity(String sweepIdentity) {
        return isWhole() ? sweepIdentity : sweepIdentity + SEPARATOR + this;
    }

    /**
     * Finds the shard in the identity of its results, as {@link #identity} returns it.
     *
     * @return {@link #WHOLE} if the identity is that of the whole sweep; empty if it belongs to another sweep
     */
    public static Optional<Shard> find(String identity, String sweepIdentity) {
        if (identity.equals(sweepIdentity)) {
            return Optional.of(WHOLE);
        }
        String start = sweepIdentity + SEPARATOR;
        return identity.startsWith(start)
                        && TEXT.matcher(identity.substring(start.length())).matches()
                ? Optional.of(parse(identity.substring(start.length())))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
