package weir.cli.backtest;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import weir.backtest.MinerScore;
import weir.backtest.ScoringTargets;
import weir.cli.score.RoundScore;
import weir.cli.score.ScoreBoard;
import weir.cli.score.Standing;
import weir.cli.strategy.StrategyJar;
import weir.cli.strategy.StrategyParameters;

/** Brings a backtest's rounds to the board of scores. */
final class Feed {

    private Feed() {}

    /** What came of it, one sentence. */
    static String board(
            ScoreBoard board, StrategyJar jar, Map<String, Object> values, String inventory, BacktestResult result) {
        PeriodRun run = result.run();
        if (result.lookAhead().found()) {
            return "the board of scores takes nothing from this run: its figures mean nothing";
        }
        int target = IntStream.range(0, run.targets().size())
                .filter(i -> run.targets().get(i).name().equals(ScoringTargets.VALIDATOR))
                .findFirst()
                .orElse(-1);
        if (target < 0 || !run.models().contains(Model.VALIDATOR)) {
            return "the board of scores takes nothing from this run: it is kept by model validator and target validator";
        }
        List<RoundScore> rounds = result.asked().rounds().stream()
                .filter(PlayedRound::evaluated)
                .map(round -> new RoundScore(
                        round.start(),
                        round.end(),
                        round.outcomes().get(Model.VALIDATOR).scores().get(target),
                        round.verdict() != PlayedRound.Verdict.OUT))
                .toList();
        if (rounds.isEmpty()) {
            return "the board of scores takes nothing from this run: no round has a score";
        }
        Standing of = new Standing(
                run.pool().key().toString(),
                jar.strategy(),
                jar.version().toString(),
                StrategyParameters.text(values),
                inventory,
                run.roundBlocks(),
                0,
                0,
                MinerScore.NEW,
                null);
        try {
            ScoreBoard.Update update = board.evaluated(of, rounds);
            MinerScore score = update.standing().score();
            return "a validator's moving average would stand at "
                    + score.evaluation().toPlainString() + " after " + score.evaluations() + " rounds" + update.said()
                    + "; `weir score` shows the board";
        } catch (ArithmeticException e) {
            return "the board of scores takes nothing from this run, nor would a validator's: " + e.getMessage();
        }
    }
}
