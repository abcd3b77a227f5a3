package weir.isolation.internal;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import weir.isolation.frame.Frame;
import weir.isolation.frame.Frame.Kind;
import weir.isolation.frame.FrameException;
import weir.isolation.market.MarketCodec;
import weir.isolation.market.MarketMemory;
import weir.strategy.Market;

/**
 * Answers a child's questions about the market during a call.
 *
 * @param memory what was sent to the child before
 * @param instance number of the instance that asks; 0 if several ask together
 * @param asked receives each valid question
 */
record MarketAnswers(Market market, MarketMemory memory, int instance, Consumer<byte[]> asked) {

    private static final int MAX_REASON_LENGTH = 300;

    /**
     * Returns the frame with the data, or with the reason why the market cannot be read, for the strategy as if it ran in the host.
     *
     * @throws FrameException if the question is not valid
     */
    Frame to(Frame request) {
        try {
            byte[] answer = MarketCodec.answer(request.body(), market, memory, instance);
            asked.accept(request.body());
            return new Frame(Kind.MARKET_DATA, request.call(), answer);
        } catch (FrameException e) {
            throw e;
        } catch (RuntimeException e) {
            String reason = e.toString();
            byte[] body = reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH))
                    .getBytes(StandardCharsets.UTF_8);
            return new Frame(Kind.FAILED, request.call(), body);
        }
    }
}
