package weir.backtest.score;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Who wins a round, and who may go live, as the validator decides. Pure. */
public final class Ranking {

    /**
     * A miner's score of one round.
     *
     * @param uid the miner
     * @param score the round's score; 0 for a miner that was out
     */
    public record RoundScore(int uid, double score) {}

    /**
     * A miner that asks to go live.
     *
     * @param uid the miner
     * @param score its stored standing
     * @param eligible whether it took part on enough days
     */
    public record Candidate(int uid, MinerScore score, boolean eligible) {}

    private Ranking() {}

    /**
     * Best first: by score, then by history; of equals the one that comes first. Minus zero equals zero. The first is the
     * round's winner.
     *
     * @param scores in the order the validator put its questions
     * @param history combined scores from before the round; 0 for a miner that is not in it
     */
    public static List<RoundScore> rank(List<RoundScore> scores, Map<Integer, Double> history) {
        Comparator<RoundScore> byScore = Comparator.comparingDouble(entry -> positiveZero(entry.score()));
        Comparator<RoundScore> byHistory =
                Comparator.comparingDouble(entry -> positiveZero(history.getOrDefault(entry.uid(), 0.0)));
        return scores.stream()
                .sorted(byScore.reversed().thenComparing(byHistory.reversed()))
                .toList();
    }

    /** Eligible miners with a combined score above zero, best first: by it, then by evaluation rounds, then by live rounds. */
    public static List<Candidate> liveOrder(List<Candidate> candidates) {
        Comparator<Candidate> order = Comparator.comparing(
                        (Candidate candidate) -> candidate.score().combined())
                .thenComparingInt(candidate -> candidate.score().evaluations())
                .thenComparingInt(candidate -> candidate.score().liveRounds());
        return candidates.stream()
                .filter(candidate ->
                        candidate.eligible() && candidate.score().combined().compareTo(BigDecimal.ZERO) > 0)
                .sorted(order.reversed())
                .toList();
    }

    /** Comparators order -0.0 before 0.0; the validator does not. */
    private static double positiveZero(double value) {
        return value + 0.0;
    }
}
