package weir.backtest.sweep.result;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;

/**
 * What a trial achieved in the rounds of a chunk. Chunks are joined in round order, so the result of a trial does not depend on the number
 * of processes that played them.
 *
 * @param rejectionReason why the strategy rejects the parameters; empty if it accepts them
 * @param rounds the rounds, oldest first; empty if the strategy rejects the parameters
 */
public record ChunkResult(String rejectionReason, List<RoundScore> rounds) {

    /**
     * What a trial achieved in a round.
     *
     * @param ending how the round ended
     * @param fallbackCount invalid or failed decisions, which the current positions replaced
     * @param score score of the round; NaN if it was not evaluated
     * @param gainOverHoldingPercent gain over holding in per cent of the value at the start; NaN if the round was not evaluated
     */
    public record RoundScore(
            RoundSummary.Ending ending, int fallbackCount, double score, double gainOverHoldingPercent) {

        /** Returns the score of a round by the model that ranks trials, and its gain over holding by the other. */
        public static RoundScore of(RoundSummary round, Model rankingModel, Model gainModel) {
            RoundEvaluation ranking = round.evaluations().get(rankingModel);
            RoundEvaluation gain = round.evaluations().get(gainModel);
            return new RoundScore(
                    round.ending(),
                    round.fallbackCount(),
                    ranking == null ? Double.NaN : ranking.scores().get(0),
                    gain == null ? Double.NaN : gain.gainOverHoldingPercent());
        }
    }

    public ChunkResult {
        rounds = List.copyOf(rounds);
    }

    /** The result of parameters that the strategy rejects. */
    public static ChunkResult ofRejected(String reason) {
        return new ChunkResult(reason, List.of());
    }

    /** Joins chunks in round order. If the strategy rejected the parameters in one of them, it rejects them in all. */
    public static ChunkResult join(List<ChunkResult> chunks) {
        List<RoundScore> rounds = new ArrayList<>();
        for (ChunkResult chunk : chunks) {
            if (!chunk.rejectionReason.isEmpty()) {
                return chunk;
            }
            rounds.addAll(chunk.rounds);
        }
        return new ChunkResult("", rounds);
    }
}
