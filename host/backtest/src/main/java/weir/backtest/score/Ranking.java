package weir.backtest.score;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Ranks miners like the validator: for the winner of a round, and for live rounds. */
public final class Ranking {

    /**
     * A miner's score of one round.
     *
     * @param uid uid of the miner
     * @param score score of the round; 0 for an excluded miner
     */
    public record MinerResult(int uid, double score) {}

    /**
     * A candidate for a live round.
     *
     * @param uid the miner
     * @param score score as stored
     * @param isEligible whether the miner took part on enough days
     */
    public record Candidate(int uid, MinerScore score, boolean isEligible) {}

    private Ranking() {}

    /**
     * Ranks the miners of a round, the winner first: by score, then by combined score, then in the order of the queries. Minus zero
     * equals zero.
     *
     * @param scores scores of the round, in the order of the queries
     * @param history uid to combined score before the round; 0 if it is missing
     */
    public static List<MinerResult> rank(List<MinerResult> scores, Map<Integer, Double> history) {
        Comparator<MinerResult> byScore = Comparator.comparingDouble(entry -> positiveZero(entry.score()));
        Comparator<MinerResult> byHistory =
                Comparator.comparingDouble(entry -> positiveZero(history.getOrDefault(entry.uid(), 0.0)));
        return scores.stream()
                .sorted(byScore.reversed().thenComparing(byHistory.reversed()))
                .toList();
    }

    /** Ranks eligible miners with a positive combined score, the best first: by that score, then by number of evaluation rounds, then by
     * number of live rounds. */
    public static List<Candidate> liveOrder(List<Candidate> candidates) {
        Comparator<Candidate> order = Comparator.comparing(
                        (Candidate candidate) -> candidate.score().combined())
                .thenComparingInt(candidate -> candidate.score().evaluations())
                .thenComparingInt(candidate -> candidate.score().liveRounds());
        return candidates.stream()
                .filter(candidate ->
                        candidate.isEligible() && candidate.score().combined().compareTo(BigDecimal.ZERO) > 0)
                .sorted(order.reversed())
                .toList();
    }

    /** Comparators order -0.0 before 0.0; the validator does not. */
    private static double positiveZero(double value) {
        return value + 0.0;
    }
}
