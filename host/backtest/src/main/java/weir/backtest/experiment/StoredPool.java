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
import weir.history.SwapHistory;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;
import weir.strategy.Inventory;
import weir.strategy.Price;

/**
 * A pool in a history of swaps, with its metadata.
 *
 * @param poolInfo metadata of the stored history
 * @param metadata fee, tick spacing and tokens
 */
public record StoredPool(PoolInfo poolInfo, PoolMetadata metadata) {

    /** Chain id of Base, the blockchain whose pools subnet 98 uses. */
    private static final long BASE_CHAIN_ID = 8453;

    /** Largest plausible price of one token in the other. Beyond it, the decimals of the tokens are probably exchanged. */
    private static final double MAX_PLAUSIBLE_PRICE = 1e10;

    private static final double DEFAULT_TOKEN_COUNT = 10;

    /**
     * Selects a pool.
     *
     * @param poolText {@code 0x…}, {@code CHAIN:0x…}, or {@code null} for the only pool of the history
     * @param metadata source of the metadata
     * @param folder directory of the history, for messages
     * @throws WeirException if the history is empty or does not have the pool, or its metadata is missing or implausible
     */
    public static StoredPool select(SwapHistory history, String poolText, PoolMetadataStore metadata, Path folder) {
        List<PoolKey> stored = history.pools();
        if (stored.isEmpty()) {
            throw WeirException.usage(
                    "the history in " + folder + " is empty",
                    "Download swaps (`weir history fetch --help`), or import a file, for example: weir history import"
                            + " swaps.csv.gz --pool 8453:0x…, with a pool.json beside it; `weir history import --help`"
                            + " names the columns.");
        }
        PoolKey key = poolText == null ? onlyPool(stored) : findPool(stored, poolText);
        PoolInfo info = history.pool(key).orElseThrow(() -> noSwaps(key, stored));
        Path file = metadata.file(info.pool());
        PoolMetadata pool = metadata.find(info.pool())
                .orElseThrow(() -> WeirException.usage(
                        "the metadata of pool " + info.pool() + " is missing",
                        "Write " + file + ": {\"chain_id\": " + info.pool().chainId()
                                + ", \"address\": \"" + info.pool().address()
                                + "\", \"token0\": {\"symbol\": \"WETH\", \"decimals\": 18}, \"token1\": {\"symbol\":"
                                + " \"USDC\", \"decimals\": 6}, \"fee\": 500, \"tick_spacing\": 10} with this pool's"
                                + " values, or import again with such a pool.json beside the file."));
        StoredPool storedPool = new StoredPool(info, pool);
        storedPool.requirePlausibleDecimals(storedPool.priceAtOrAfter(history, info.firstBlock()), file);
        return storedPool;
    }

    private static PoolKey onlyPool(List<PoolKey> stored) {
        if (stored.size() > 1) {
            throw WeirException.usage(
                    "the history holds " + stored.size() + " pools", "Choose one: --pool " + poolNames(stored) + ".");
        }
        return stored.get(0);
    }

    private static PoolKey findPool(List<PoolKey> stored, String poolText) {
        PoolKey key;
        try {
            key = PoolKey.parse(poolText, BASE_CHAIN_ID);
        } catch (HistoryException e) {
            throw WeirException.usage("--pool " + poolText + " is not a pool", e.remedy());
        }
        if (!stored.contains(key)) {
            throw noSwaps(key, stored);
        }
        return key;
    }

    private static WeirException noSwaps(PoolKey key, List<PoolKey> stored) {
        List<PoolKey> poolsOnOtherChains = stored.stream()
                .filter(other -> other.address().equals(key.address()) && !other.equals(key))
                .toList();
        return WeirException.usage(
                "the history has no swaps of pool " + key,
                poolsOnOtherChains.isEmpty()
                        ? "It has " + poolNames(stored)
                                + "; add others with `weir history fetch` or `weir history import`."
                        : "It has them on another chain: --pool " + poolNames(poolsOnOtherChains) + ".");
    }

    private static String poolNames(List<PoolKey> pools) {
        return pools.stream().map(PoolKey::toString).collect(Collectors.joining(", "));
    }

    /** The price at the start of a block, after the last stored swap before it; empty if there is none. */
    public Optional<Price> priceBefore(SwapHistory history, long block) {
        return block <= poolInfo.firstBlock()
                ? Optional.empty()
                : history.last(poolInfo.pool(), new BlockRange(poolInfo.firstBlock(), block - 1))
                        .map(swap -> new Price(swap.sqrtPriceX96()));
    }

    /**
     * The price after the first stored swap at or after a block.
     *
     * @throws WeirException if there is no such swap
     */
    public Price priceAtOrAfter(SwapHistory history, long block) {
        return history.first(poolInfo.pool(), new BlockRange(block, Math.max(block, poolInfo.lastBlock())))
                .map(swap -> new Price(swap.sqrtPriceX96()))
                .orElseThrow(() -> WeirException.usage(
                        "the history has no swap of pool " + poolInfo.pool() + " from block " + block + " on",
                        "It covers blocks " + poolInfo.firstBlock() + " to " + poolInfo.lastBlock() + "."));
    }

    /** The default inventory of a round: 10 whole units of the token that is worth more, and the same value of the other token. */
    public static Inventory defaultInventory(PoolMetadata pool, Price price) {
        double pricePerWholeToken = pool.pricePerWholeToken(price.ratio());
        double count0 = pricePerWholeToken >= 1 ? DEFAULT_TOKEN_COUNT : DEFAULT_TOKEN_COUNT / pricePerWholeToken;
        double count1 = pricePerWholeToken >= 1 ? DEFAULT_TOKEN_COUNT * pricePerWholeToken : DEFAULT_TOKEN_COUNT;
        return new Inventory(pool.token0().raw(count0), pool.token1().raw(count1));
    }

    private void requirePlausibleDecimals(Price price, Path file) {
        double whole = metadata.pricePerWholeToken(price.ratio());
        double exchanged = metadata.withDecimalsExchanged().pricePerWholeToken(price.ratio());
        if (!isPlausible(whole) && isPlausible(exchanged)) {
            throw WeirException.usage(
                    String.format(
                            "%s: the decimals seem exchanged: one %s would be %.3g %s",
                            file,
                            metadata.token0().symbol(),
                            whole,
                            metadata.token1().symbol()),
                    String.format(
                            "Correct the file: with %d for token0 and %d for token1 it would be %.3g.",
                            metadata.token1().decimals(), metadata.token0().decimals(), exchanged));
        }
    }

    private static boolean isPlausible(double price) {
        return price <= MAX_PLAUSIBLE_PRICE && price >= 1 / MAX_PLAUSIBLE_PRICE;
    }
}
