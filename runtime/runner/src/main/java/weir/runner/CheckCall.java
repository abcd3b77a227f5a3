package weir.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import weir.isolation.batch.StrategyProcess.Answer;
import weir.isolation.frame.BatchCodec;
import weir.isolation.frame.FrameReader;
import weir.isolation.frame.FrameWriter;
import weir.isolation.market.MarketMemory;
import weir.isolation.market.RemoteMarket;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceStrategy;

/** The queries of many instances at one check, which are answered one after the other. */
final class CheckCall {

    private CheckCall() {}

    /**
     * Executes a call. What a strategy throws is the answer to its query alone.
     *
     * @param strategies returns an instance by its number
     * @param askMarket asks the command for market data
     * @param memory the market data that this process has
     * @return the body of the answer
     */
    static byte[] execute(
            FrameReader from,
            IntFunction<RebalanceStrategy> strategies,
            UnaryOperator<byte[]> askMarket,
            MarketMemory memory) {
        BatchCodec.Call call = BatchCodec.call(from);
        Market market = new RememberedMarket(new RemoteMarket(askMarket, call.isBacktest(), memory, 0));
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < call.queries().size(); i++) {
            RebalanceStrategy strategy = strategies.apply(call.instances().get(i));
            Answer answer;
            try {
                Decision decision = strategy.decide(call.queries().get(i), market);
                DecisionLimits.require(decision);
                answer = new Answer(decision, "");
            } catch (Throwable thrown) {
                answer = new Answer(null, RequestHandler.describe(thrown));
            }
            answers.add(answer);
        }
        return new FrameWriter().list(answers, BatchCodec::write).toBody();
    }
}
