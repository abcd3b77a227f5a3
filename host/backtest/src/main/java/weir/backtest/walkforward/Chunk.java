package weir.backtest.walkforward;

/**
 * Consecutive rounds of a period, which a trial plays with a new instance of the strategy.
 *
 * @param firstRound first round, from 0
 * @param rounds number of rounds, at least 1
 */
public record Chunk(int firstRound, int rounds) {

    /** @throws IllegalArgumentException if there is no round */
    public Chunk {
        if (firstRound < 0 || rounds < 1) {
            throw new IllegalArgumentException(rounds + " rounds from round " + firstRound + " are no chunk");
        }
    }

    /** The round after the last one. */
    public int end() {
        return firstRound + rounds;
    }
}
