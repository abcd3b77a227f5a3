package weir.rounds.internal.score;

import java.util.List;
import weir.backtest.Swaps;
import weir.backtest.round.ChainHead;
import weir.router.audit.AnswerEvent;
import weir.strategy.Price;

/**
 * The chain as a played round saw it: it advances from query to query, and then to the last block. The price of a query is the stored
 * one, because a query contains it as a double only. For one replay and one thread.
 */
public final class PlayedHead implements ChainHead {

    private final List<AnswerEvent> answers;
    private final Swaps swaps;
    private final long lastBlock;
    private int next;

    /** @param swaps swaps of the round and at least one before it */
    public PlayedHead(List<AnswerEvent> answers, Swaps swaps, long lastBlock) {
        this.answers = answers;
        this.swaps = swaps;
        this.lastBlock = lastBlock;
    }

    @Override
    public boolean isRoundOpen() {
        return next < answers.size();
    }

    @Override
    public Price price() {
        return swaps.price(swaps.countThrough(answers.get(next).query().blockNumber()) - 1);
    }

    @Override
    public long advance() {
        next++;
        return next < answers.size() ? answers.get(next).query().blockNumber() : lastBlock;
    }
}
