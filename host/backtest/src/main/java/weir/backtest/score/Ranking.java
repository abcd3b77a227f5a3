package weir.backtest.score;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The validator's rankings: the winner of a round, and the order of miners for live rounds. Pure functions. */
public final class Ranking {

    /**
     * A miner's score of one round.
     *
     * @param uid the miner
     * @param score score of the round; 0 for an excluded miner
     */
    public record MinerResult(int uid, double score) {}

    /**
     * A candidate for a live round.
     *
     * @param uid the miner
     * @param score its stored score
     * @param isEligible whether it took part on enough days
     */
    public record Candidate(int uid, MinerScore score, boolean isEligible) {}

    private Ranking() {}

    /**
     * Ranks the miners of a round, the winner first: by score, then by history, then by order. Minus zero equals zero.
     *
     * @param scores in the order in which the validator queried the miners
     * @param history combined scores before the round; 0 for a miner without one
     */
    public static List<MinerResult> rank(List<MinerResult> scores, Map<Integer, Double> history) {
        Comparator<MinerResult> byScore = Comparator.comparingDouble(entry -> positiveZero(entry.score()));
        Comparator<MinerResult> byHistory =
                Comparator.comparingDouble(entry -> positiveZero(history.getOrDefault(entry.uid(), 0.0)));
        return scores.stream()
                .sorted(byScore.reversed().thenComparing(byHistory.reversed()))
                .toList();
    }

    /** Eligible miners with a positive combined score, best first: by score, then by evaluation rounds, then by live rounds. */
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
