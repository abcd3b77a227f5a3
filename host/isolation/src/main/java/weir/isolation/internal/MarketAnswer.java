package weir.isolation.internal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import weir.isolation.frame.Frame;
import weir.isolation.frame.Frame.Kind;
import weir.isolation.frame.FrameException;
import weir.isolation.frame.MarketCodec;
import weir.strategy.Market;

/** Answers a child's question about the market. */
final class MarketAnswer {

    private static final int MAX_REASON_LENGTH = 300;

    private MarketAnswer() {}

    /**
     * Returns the frame with the data, or with the reason why the market cannot be read, for the strategy as if it ran in the host.
     *
     * @param market empty if the child must not ask now
     * @throws FrameException if the question is not valid
     */
    static Frame to(Frame request, Optional<Market> market) {
        Market present = market.orElseThrow(() -> new FrameException("kind: MARKET without a decision"));
        try {
            return new Frame(Kind.MARKET_DATA, request.call(), MarketCodec.answer(request.body(), present));
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
