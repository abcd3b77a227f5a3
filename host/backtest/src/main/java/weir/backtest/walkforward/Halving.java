package weir.backtest.walkforward;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Successive halving (Karnin, Koren and Somekh, "Almost Optimal Exploration in Multi-Armed Bandits", ICML 2013; Jamieson and Talwalkar,
 * "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016): all trials play a small random sample of the
 * rounds, the best third plays a sample three times as large that contains the first, and so on, until the last ones, at least three, play all rounds.
 *
 * @param seed seed of the samples
 */
public record Halving(long seed) {

    /** Factor by which the trials decrease and the rounds increase from stage to stage. */
    private static final int FACTOR = 3;

    /** Chunks from which samples are drawn, so that the smallest of five stages has one. */
    private static final int MAX_CHUNKS = 81;

    /** Rounds of a chunk at least, because each chunk first reads the swaps that the market view shows. */
    private static final int MIN_CHUNK_ROUNDS = 10;

    /**
     * The stages of a sweep.
     *
     * @param trials number of trials at the start
     * @param sampled the rounds from which samples are drawn
     * @param all the rounds of the last stage
     * @throws IllegalArgumentException if there are too few trials or rounds for two stages
     */
    List<Stage> stages(int trials, Chunk sampled, Chunk all) {
        List<Chunk> pool = split(sampled);
        int halvings = 0;
        while (trials / pow(halvings + 1) >= FACTOR && pool.size() / pow(halvings + 1) >= 1) {
            halvings++;
        }
        if (halvings == 0) {
            throw new IllegalArgumentException("halving needs at least " + FACTOR * FACTOR + " trials and "
                    + FACTOR * MIN_CHUNK_ROUNDS + " rounds; there are " + trials + " trials and "
                    + sampled.rounds() + " rounds");
        }
        // java.util.Random and this shuffle are specified to the bit.
        Collections.shuffle(pool, new Random(seed));
        List<Stage> stages = new ArrayList<>();
        int left = trials;
        for (int number = 0; number < halvings; number++) {
            stages.add(new Stage(number, sample(pool, pool.size() / pow(halvings - number)), left));
            left = (left + FACTOR - 1) / FACTOR;
        }
        stages.add(new Stage(halvings, List.of(all), left));
        return stages;
    }

    private static List<Chunk> split(Chunk rounds) {
        int length = Math.max(MIN_CHUNK_ROUNDS, (rounds.rounds() + MAX_CHUNKS - 1) / MAX_CHUNKS);
        List<Chunk> parts = new ArrayList<>();
        for (int first = rounds.firstRound(); first < rounds.end(); first += length) {
            parts.add(new Chunk(first, Math.min(length, rounds.end() - first)));
        }
        return parts;
    }

    private static List<Chunk> sample(List<Chunk> shuffled, int size) {
        return shuffled.subList(0, size).stream()
                .sorted(Comparator.comparingInt(Chunk::firstRound))
                .toList();
    }

    private static int pow(int exponent) {
        return (int) Math.pow(FACTOR, exponent);
    }
}
