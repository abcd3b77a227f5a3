package weir.backtest.internal.round;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import weir.backtest.Swaps;
import weir.market.SwapSource;
import weir.strategy.Market.InitializedTick;
import weir.strategy.Market.Observation;
import weir.strategy.PoolFacts;
import weir.strategy.Swap;

/**
 * Gives the swaps of a replay to the market view. It ignores the pair of a call, because a replay has one pool.
 *
 * @param swaps all swaps of the replay, later ones included
 * @param poolData source of everything but swaps; empty if only swaps are known
 */
public record ReplaySource(Swaps swaps, Optional<SwapSource> poolData) implements SwapSource {

    @Override
    public Optional<PoolFacts> pool(long chainId, String pairAddress) {
        return poolData.flatMap(source -> source.pool(chainId, pairAddress));
    }

    @Override
    public Optional<BigInteger> liquidity(long chainId, String pairAddress, long toBlock) {
        return poolData.isPresent()
                ? poolData.get().liquidity(chainId, pairAddress, toBlock)
                : SwapSource.super.liquidity(chainId, pairAddress, toBlock);
    }

    @Override
    public Optional<List<InitializedTick>> initializedTicks(
            long chainId, String pairAddress, long block, int lowestTick, int highestTick) {
        return poolData.flatMap(
                source -> source.initializedTicks(chainId, pairAddress, block, lowestTick, highestTick));
    }

    @Override
    public List<Swap> swaps(long chainId, String pairAddress, long fromBlock, long toBlock, int limit) {
        int to = swaps.countThrough(toBlock);
        return IntStream.range(firstIndex(fromBlock, to, limit), to)
                .mapToObj(swaps::swap)
                .toList();
    }

    @Override
    public List<Observation> closingPrices(long chainId, String pairAddress, long fromBlock, long toBlock, int limit) {
        List<Observation> closing = new ArrayList<>();
        int to = swaps.countThrough(toBlock);
        for (int i = firstIndex(fromBlock, to, limit); i < to; i++) {
            if (i + 1 == to || swaps.block(i + 1) != swaps.block(i)) {
                closing.add(new Observation(swaps.block(i), swaps.price(i)));
            }
        }
        return closing;
    }

    /** Index of the first of the newest {@code limit} swaps. */
    private int firstIndex(long fromBlock, int to, int limit) {
        int from = fromBlock <= 0 ? 0 : swaps.countThrough(fromBlock - 1);
        return Math.max(from, to - limit);
    }
}
