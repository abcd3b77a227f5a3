package weir.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import weir.backtest.stats.Estimate;
import weir.backtest.sweep.SweepPlan;
import weir.backtest.sweep.SweepResult;
import weir.backtest.sweep.SweepResult.Reference;
import weir.backtest.sweep.TrialRunner;
import weir.backtest.sweep.result.TrialResult;
import weir.report.internal.ResultGson;

/** All results of a sweep as JSON, the best first. */
public final class SweepJson {

    private record Header(
            String strategy,
            String pool,
            long firstBlock,
            long lastBlock,
            long roundBlocks,
            String target,
            String scoreModel,
            String overHoldModel,
            int holdScore,
            String schedule,
            List<ReferenceJson> references,
            List<String> warnings) {}

    private record ReferenceJson(
            String strategy,
            int roundsIdle,
            int roundsOut,
            int roundsLost,
            int roundsFailed,
            int answersReplaced,
            Estimate score,
            Estimate overHoldPercent,
            List<Double> foldTrainScores,
            List<Double> foldTestScores) {

        static ReferenceJson of(Reference reference) {
            TrialResult result = reference.result();
            return new ReferenceJson(
                    reference.strategy(),
                    result.roundCounts().roundsWithoutRebalance(),
                    result.roundCounts().excludedRounds(),
                    result.roundCounts().roundsWithoutDecision(),
                    result.roundCounts().failedRounds(),
                    result.roundCounts().fallbackCount(),
                    result.score(),
                    result.gainOverHoldingPercent(),
                    result.folds().train(),
                    result.folds().test());
        }
    }

    private record TrialJson(
            int trial,
            Map<String, String> parameters,
            String refusal,
            int roundsIdle,
            int roundsOut,
            int roundsLost,
            int roundsFailed,
            int answersReplaced,
            Estimate score,
            Estimate overHoldPercent,
            int stage,
            List<Double> foldTrainScores,
            List<Double> foldTestScores) {

        static TrialJson of(TrialResult result) {
            return new TrialJson(
                    result.trial().index(),
                    result.trial().parameters(),
                    result.rejectionReason(),
                    result.roundCounts().roundsWithoutRebalance(),
                    result.roundCounts().excludedRounds(),
                    result.roundCounts().roundsWithoutDecision(),
                    result.roundCounts().failedRounds(),
                    result.roundCounts().fallbackCount(),
                    result.score(),
                    result.gainOverHoldingPercent(),
                    result.stage(),
                    result.folds().train(),
                    result.folds().test());
        }
    }

    private SweepJson() {}

    /** Writes trial by trial, because all of them may not fit into memory as text. */
    public static void write(SweepResult sweep, Writer out) throws IOException {
        SweepPlan plan = sweep.plan();
        Header header = new Header(
                plan.strategy(),
                plan.backtest().pool().key().toString(),
                plan.backtest().blocks().first(),
                plan.backtest().blocks().last(),
                plan.backtest().roundBlocks(),
                plan.target().name(),
                TrialRunner.rankingModel(plan.backtest()).label(),
                TrialRunner.gainModel(plan.backtest()).label(),
                0,
                plan.schedule().toString(),
                sweep.references().stream().map(ReferenceJson::of).toList(),
                sweep.warnings());
        JsonWriter json = new JsonWriter(out);
        json.setIndent("  ");
        json.beginObject();
        ResultGson.writeMembers(json, header);
        json.name("trials").beginArray();
        for (TrialResult result : sweep.results()) {
            ResultGson.GSON.toJson(TrialJson.of(result), TrialJson.class, json);
        }
        json.endArray();
        json.endObject();
        json.flush();
        out.write('\n');
    }
}
