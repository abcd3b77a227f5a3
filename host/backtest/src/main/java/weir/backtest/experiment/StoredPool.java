package weir.backtest.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.PoolMetadata;
import weir.history.PoolMetadataStore;
import weir.history.SwapHistory;
import weir.strategy.Price;

/**
 * A pool that a history has swaps of, with its metadata.
 *
 * @param info the stored history
 * @param pool fee, tick spacing and tokens
 */
public record StoredPool(PoolInfo info, PoolMetadata pool) {

    /** Subnet 98 uses pools on Base. */
    private static final long BASE = 8453;

    /** Largest plausible price of one token in the other; a price beyond it shows exchanged decimals. */
    private static final double MAX_PRICE = 1e10;

    /**
     * Selects a pool.
     *
     * @param wanted {@code 0x…}, {@code CHAIN:0x…}, or {@code null} for the only pool of the history
     * @param metadata the known metadata of pools
     * @param folder the folder of the history, for messages
     * @throws WeirException if the history is empty or does not have the pool, or its metadata is missing or implausible
     */
    public static StoredPool choose(SwapHistory history, String wanted, PoolMetadataStore metadata, Path folder) {
        List<PoolInfo> stored = history.pools();
        if (stored.isEmpty()) {
            throw WeirException.usage(
                    "the history in " + folder + " is empty",
                    "Import swaps, for example: weir history import swaps.csv.gz --pool 8453:0x…, with a"
                            + " pool.json beside the file; `weir history import --help` names the columns.");
        }
        PoolInfo info = wanted == null ? only(stored) : find(stored, wanted);
        Path file = metadata.file(info.pool());
        PoolMetadata pool = metadata.find(info.pool())
                .orElseThrow(() -> WeirException.usage(
                        "the metadata of pool " + info.pool() + " is missing",
                        "Write " + file + ": {\"chain_id\": " + info.pool().chainId()
                                + ", \"address\": \"" + info.pool().address()
                                + "\", \"token0\": {\"symbol\": \"WETH\", \"decimals\": 18}, \"token1\": {\"symbol\":"
                                + " \"USDC\", \"decimals\": 6}, \"fee\": 500, \"tick_spacing\": 10} with this pool's"
                                + " values, or import again with such a pool.json beside the file."));
        StoredPool found = new StoredPool(info, pool);
        found.requirePlausibleDecimals(found.priceFrom(history, info.firstBlock()), file);
        return found;
    }

    private static PoolInfo only(List<PoolInfo> stored) {
        if (stored.size() > 1) {
            throw WeirException.usage(
                    "the history holds " + stored.size() + " pools", "Choose one: --pool " + names(stored) + ".");
        }
        return stored.get(0);
    }

    private static PoolInfo find(List<PoolInfo> stored, String wanted) {
        PoolKey key;
        try {
            key = PoolKey.parse(wanted, BASE);
        } catch (HistoryException e) {
            throw WeirException.usage("--pool " + wanted + " is not a pool", e.remedy());
        }
        List<PoolInfo> elsewhere = stored.stream()
                .filter(info -> info.pool().address().equals(key.address()))
                .toList();
        return stored.stream()
                .filter(info -> info.pool().equals(key))
                .findFirst()
                .orElseThrow(() -> WeirException.usage(
                        "the history has no swaps of pool " + key,
                        elsewhere.isEmpty()
                                ? "It has " + names(stored) + "; import others with `weir history import`."
                                : "It has them on another chain: --pool " + names(elsewhere) + "."));
    }

    private static String names(List<PoolInfo> pools) {
        return pools.stream().map(info -> info.pool().toString()).collect(Collectors.joining(", "));
    }

    /** The price at the start of a block, after the last stored swap before it; empty if there is none. */
    public Optional<Price> priceBefore(SwapHistory history, long block) {
        return block <= info.firstBlock()
                ? Optional.empty()
                : history.last(info.pool(), new BlockRange(info.firstBlock(), block - 1))
                        .map(swap -> new Price(swap.sqrtPriceX96()));
    }

    /**
     * The price after the first stored swap at or after a block.
     *
     * @throws WeirException if there is no such swap
     */
    public Price priceFrom(SwapHistory history, long block) {
        return history.first(info.pool(), new BlockRange(block, Math.max(block, info.lastBlock())))
                .map(swap -> new Price(swap.sqrtPriceX96()))
                .orElseThrow(() -> WeirException.usage(
                        "the history has no swap of pool " + info.pool() + " from block " + block + " on",
                        "It covers blocks " + info.firstBlock() + " to " + info.lastBlock() + "."));
    }

    private void requirePlausibleDecimals(Price price, Path file) {
        double whole = pool.wholePrice(price.ratio());
        double exchanged = pool.withDecimalsExchanged().wholePrice(price.ratio());
        if (!plausible(whole) && plausible(exchanged)) {
            throw WeirException.usage(
                    String.format(
                            "%s: the decimals seem exchanged: one %s would be %.3g %s",
                            file, pool.token0().symbol(), whole, pool.token1().symbol()),
                    String.format(
                            "Correct the file: with %d for token0 and %d for token1 it would be %.3g.",
                            pool.token1().decimals(), pool.token0().decimals(), exchanged));
        }
    }

    private static boolean plausible(double price) {
        return price <= MAX_PRICE && price >= 1 / MAX_PRICE;
    }
}
