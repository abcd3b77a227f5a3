package weir.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;

/**
 * The market at one query of a replay: what the live view would have shown at that block, and nothing later.
 *
 * @param query the question
 * @param swaps all swaps of the replay; those after the query's block are never looked at
 * @param asked prices of the replay's earlier questions, oldest first
 */
record ReplayMarket(RebalanceQuery query, Swaps swaps, List<Observation> asked) implements Market {

    @Override
    public List<Observation> prices(long fromBlock) {
        long block = query.blockNumber();
        if (fromBlock > block) {
            return List.of();
        }
        List<Observation> earlier = closingPrices(fromBlock);
        if (earlier.isEmpty()) {
            earlier = asked.stream()
                    .filter(observation -> observation.blockNumber() >= fromBlock && observation.blockNumber() < block)
                    .toList();
        }
        List<Observation> prices =
                new ArrayList<>(earlier.subList(Math.max(0, earlier.size() - (MAX_ENTRIES - 1)), earlier.size()));
        prices.add(new Observation(block, query.currentPrice()));
        return List.copyOf(prices);
    }

    /** Of the blocks before the query's, whose own price the query brings. */
    private List<Observation> closingPrices(long fromBlock) {
        List<Observation> closing = new ArrayList<>();
        int to = swaps.countThrough(query.blockNumber());
        for (int i = first(fromBlock, to); i < to && swaps.block(i) < query.blockNumber(); i++) {
            if (i + 1 == to || swaps.block(i + 1) != swaps.block(i)) {
                closing.add(new Observation(swaps.block(i), swaps.price(i)));
            }
        }
        return closing;
    }

    @Override
    public List<Swap> swaps(long fromBlock) {
        int to = swaps.countThrough(query.blockNumber());
        return IntStream.range(first(fromBlock, to), to).mapToObj(swaps::swap).toList();
    }

    /** Index of the first swap to show: the newest ones count. */
    private int first(long fromBlock, int to) {
        int from = fromBlock <= 0 ? 0 : swaps.countThrough(fromBlock - 1);
        return Math.max(from, to - MAX_ENTRIES);
    }
}
