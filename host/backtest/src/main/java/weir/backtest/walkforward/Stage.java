package weir.backtest.walkforward;

import java.util.List;

/**
 * A stage of a sweep: its trials play the same rounds, and the best ones go on to the next stage.
 *
 * @param number position of the stage, from 0
 * @param chunks the rounds to play, in time order
 * @param trials number of trials that play it
 */
public record Stage(int number, List<Chunk> chunks, int trials) {

    public Stage {
        chunks = List.copyOf(chunks);
    }

    /** Rounds that each trial plays. */
    public long rounds() {
        return chunks.stream().mapToLong(Chunk::rounds).sum();
    }
}
