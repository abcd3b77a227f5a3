package weir.backtest.replay;

import weir.backtest.replay.StrategyGroup.Answer;
import weir.base.WeirException;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** A call of a strategy, as the host makes it. */
final class LocalCall {

    private LocalCall() {}

    /** @throws WeirException if the strategy stands for one in another process, which has ended; strategies cannot throw it */
    static Answer decide(RebalanceStrategy strategy, RebalanceQuery query, Market market) {
        try {
            return new Answer(strategy.decide(query, market), null);
        } catch (WeirException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return new Answer(null, e.toString());
        }
    }
}
