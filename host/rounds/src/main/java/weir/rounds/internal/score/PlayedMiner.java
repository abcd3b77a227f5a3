package weir.rounds.internal.score;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.replay.ReplayedRound.RecordedDecision;
import weir.backtest.round.Miner;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/** Replies to the queries of a replayed round with the answers that were played, in their order. For one round and one thread. */
final class PlayedMiner implements Miner {

    private final List<AnswerEvent> answers;
    private final List<RecordedDecision> decisions = new ArrayList<>();

    PlayedMiner(List<AnswerEvent> answers) {
        this.answers = answers;
    }

    List<RecordedDecision> decisions() {
        return decisions;
    }

    @Override
    public Reply reply(RebalanceQuery query) {
        AnswerEvent played = answers.get(decisions.size());
        Decision decision = played.answer().decision();
        decisions.add(new RecordedDecision(
                query.blockNumber(), decision, played.answer().isFallback() ? decision.reason() : null));
        if (decision instanceof Decision.Refuse refuse) {
            return new Refused(refuse.reason());
        }
        return new DesiredPositions(
                decision instanceof Decision.Rebalance rebalance ? rebalance.positions() : query.currentPositions());
    }
}
