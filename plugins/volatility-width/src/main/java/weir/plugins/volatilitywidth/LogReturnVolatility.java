package weir.plugins.volatilitywidth;

import java.util.List;
import weir.strategy.Market.Observation;

/** Estimates volatility from past prices. */
final class LogReturnVolatility {

    private static final double LOG_OF_A_TICK = Math.log(1.0001);

    private LogReturnVolatility() {}

    /**
     * Standard deviation, in ticks, of the logarithm of the price over a horizon. It is the square root of the realised variance:
     * the sum of the squared logarithmic returns, scaled from the blocks of the prices to the horizon.
     *
     * @param prices at least two, oldest first, at different blocks
     * @param horizonBlocks length of the horizon in blocks
     */
    static double inTicks(List<Observation> prices, int horizonBlocks) {
        double squares = 0;
        for (int i = 1; i < prices.size(); i++) {
            double before = prices.get(i - 1).price().ratio();
            double logReturn = Math.log(prices.get(i).price().ratio() / before);
            squares += logReturn * logReturn;
        }
        long blocks =
                prices.get(prices.size() - 1).blockNumber() - prices.get(0).blockNumber();
        return Math.sqrt(squares / blocks * horizonBlocks) / LOG_OF_A_TICK;
    }
}
