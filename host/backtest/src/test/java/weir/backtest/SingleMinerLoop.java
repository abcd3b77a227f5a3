package weir.backtest;

import weir.backtest.internal.round.MinerState;
import weir.backtest.round.ChainHead;
import weir.backtest.round.Miner;
import weir.backtest.round.RebalanceEvent;
import weir.backtest.round.Round;
import weir.backtest.round.RoundResult;
import weir.backtest.score.ScoringTarget;
import weir.strategy.Price;
import weir.strategy.RoundType;

/**
 * The evaluation round of earlier validators, which the recordings contain: it plays one miner, the tokens of burned positions return to
 * the inventory, and a miner without a rebalance is evaluated.
 */
final class SingleMinerLoop {

    private final Round round;
    private final ScoringTarget target;
    private final Miner miner;
    private final MinerState state;
    private Double scoreIfExcluded;

    SingleMinerLoop(Round round, ScoringTarget target, Miner miner) {
        this.round = round;
        this.target = target;
        this.miner = miner;
        state = new MinerState(round);
    }

    RoundResult play(ChainHead head, Swaps swaps) {
        long block = round.startBlock();
        while (head.isRoundOpen()) {
            if (Math.floorMod(block - round.startBlock(), round.checkInterval()) == 0 && !check(head, block)) {
                return new RoundResult(
                        false, state.refusalReason(), state.history(), state.positions(), null, scoreIfExcluded);
            }
            block = head.advance();
        }
        Performance performance = ValidatorEvaluation.evaluate(
                swaps,
                round.startBlock(),
                block,
                round.initialInventory(),
                round.feeRate(),
                state.history().stream().map(RebalanceEvent::deployment).toList());
        return new RoundResult(true, null, state.history(), state.positions(), performance, target.score(performance));
    }

    private boolean check(ChainHead head, long block) {
        Price queried = head.price();
        Miner.Reply reply = miner.reply(state.query(RoundType.EVALUATION, block, queried));
        if (reply instanceof Miner.NoAnswer) {
            state.exclude("Timeout or error");
        } else if (reply instanceof Miner.Refused refused) {
            state.exclude(refused.reason());
        } else if (reply instanceof Miner.NoPositions) {
            state.exclude("No desired positions (miner not running)");
            scoreIfExcluded = 0.0;
        } else if (reply instanceof Miner.DesiredPositions desired
                && state.isRebalance(desired.positions())
                && !state.rebalance(block, queried, head.price(), desired.positions(), round.initialInventory())) {
            state.exclude(null);
        }
        return state.isAccepted();
    }
}
