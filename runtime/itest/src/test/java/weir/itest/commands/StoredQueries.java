package weir.itest.commands;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import weir.backtest.experiment.StoredMarket;
import weir.fixtures.RebalanceBodies;
import weir.history.pool.PoolMetadataStore;
import weir.strategy.Swap;

/** A home whose history has a market, and the queries of a validator about that market. For one thread. */
public final class StoredQueries {

    private final List<Swap> swaps;
    private String positions = "[]";

    /** Stores the swaps and the description of the pool. */
    public StoredQueries(Path home) {
        try (StoredMarket market = new StoredMarket(home.resolve("data/history"))) {
            swaps = market.swaps;
        }
        new PoolMetadataStore(home.resolve("data/pools")).save(StoredMarket.POOL);
    }

    /** A block without a swap, in which a round may begin. */
    public long quietBlock() {
        long block = StoredMarket.FIRST + 1_000;
        while (isSwapBlock(block)) {
            block++;
        }
        return block;
    }

    private boolean isSwapBlock(long block) {
        return swaps.stream().anyMatch(swap -> swap.blockNumber() == block);
    }

    /** The body of a query at a block, with the positions of the last {@link #answered}; at first without any. */
    public String at(long block) {
        Swap last = swaps.stream()
                .filter(swap -> swap.blockNumber() <= block)
                .reduce((first, second) -> second)
                .orElseThrow();
        return RebalanceBodies.validFor(StoredMarket.POOL.address())
                .replace("\"block_number\": " + RebalanceBodies.BLOCK, "\"block_number\": " + block)
                .replace(
                        "1.4614467034852102e+33",
                        Double.toString(last.price().sqrtPriceX96().doubleValue()))
                .replaceAll("\"current_positions\": \\[[^]]*]", "\"current_positions\": " + positions)
                .replaceAll("\"tick_spacing\": \\d+", "\"tick_spacing\": " + StoredMarket.POOL.tickSpacing());
    }

    /** The validator executes the answer. */
    public void answered(String body) {
        JsonElement desired = JsonParser.parseString(body).getAsJsonObject().get("desired_positions");
        if (desired != null && desired.isJsonArray()) {
            positions = desired.toString();
        }
    }
}
