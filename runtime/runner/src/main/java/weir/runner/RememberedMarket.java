package weir.runner;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import weir.strategy.Market;
import weir.strategy.PoolFacts;
import weir.strategy.Swap;

/** A market that asks another one once for each question. The questions of one check have the same answers, which are immutable. */
final class RememberedMarket implements Market {

    /** A strategy may ask in an endless loop. */
    private static final int MAX_ANSWERS = 256;

    private final Market market;
    private final Map<List<?>, Object> answers = new HashMap<>();

    RememberedMarket(Market market) {
        this.market = market;
    }

    @SuppressWarnings("unchecked") // each question has one type of answer
    private synchronized <T> T remember(List<?> question, Supplier<T> ask) {
        Object known = answers.get(question);
        if (known == null) {
            known = ask.get();
            if (answers.size() < MAX_ANSWERS) {
                answers.put(question, known);
            }
        }
        return (T) known;
    }

    @Override
    public boolean isBacktest() {
        return market.isBacktest();
    }

    @Override
    public List<Observation> prices(long fromBlock) {
        return remember(List.of("prices", fromBlock), () -> market.prices(fromBlock));
    }

    @Override
    public List<Swap> swaps(long fromBlock) {
        return remember(List.of("swaps", fromBlock), () -> market.swaps(fromBlock));
    }

    @Override
    public Optional<PoolFacts> pool() {
        return remember(List.of("pool"), market::pool);
    }

    @Override
    public Optional<BigInteger> liquidity() {
        return remember(List.of("liquidity"), market::liquidity);
    }

    @Override
    public Optional<List<InitializedTick>> initializedTicks(int lowestTick, int highestTick) {
        return remember(
                List.of("ticks", lowestTick, highestTick), () -> market.initializedTicks(lowestTick, highestTick));
    }

    @Override
    public Optional<Instant> blockTime(long blockNumber) {
        return remember(List.of("time", blockNumber), () -> market.blockTime(blockNumber));
    }
}
