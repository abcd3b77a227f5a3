package weir.cli.backtest;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import weir.cli.CommandFailure;
import weir.cli.pool.Pool;
import weir.cli.pool.PoolBook;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.strategy.Price;

/**
 * A pool that a history holds swaps of, with what is known of it.
 *
 * @param info what is stored
 * @param pool fee, tick spacing and tokens
 */
record StoredPool(PoolInfo info, Pool pool) {

    /** Subnet 98 plays on Base. */
    private static final long BASE = 8453;

    /** No two tokens of a living pool are further apart in price; exchanged decimals are. */
    private static final double FAR = 1e10;

    /**
     * The pool that is meant.
     *
     * @param wanted as a person writes it, or {@code null} for the only one
     * @param book what the home knows of pools
     * @param folder where the history lies, for messages
     * @throws CommandFailure if there is no history, none of this pool, or nothing else known of it
     */
    static StoredPool choose(SwapHistory history, String wanted, PoolBook book, Path folder) {
        List<PoolInfo> stored = history.pools();
        if (stored.isEmpty()) {
            throw CommandFailure.usage(
                    "the history in " + folder + " is empty",
                    "Bring swaps in first, for example: weir history import swaps.csv.gz --pool 8453:0x…, with a"
                            + " pool.json beside the file; `weir history import --help` names the columns.");
        }
        PoolInfo info = wanted == null ? only(stored) : find(stored, wanted);
        Pool pool = book.find(info.pool())
                .orElseThrow(() -> CommandFailure.usage(
                        "of pool " + info.pool() + " nothing but its swaps is known",
                        "Write " + book.page(info.pool()) + ": {\"chain_id\": "
                                + info.pool().chainId()
                                + ", \"address\": \"" + info.pool().address()
                                + "\", \"token0\": {\"symbol\": \"WETH\", \"decimals\": 18}, \"token1\": {\"symbol\":"
                                + " \"USDC\", \"decimals\": 6}, \"fee\": 500, \"tick_spacing\": 10} with this pool's own"
                                + " values, or import again with such a pool.json beside the file."));
        StoredPool found = new StoredPool(info, pool);
        found.requireDecimals(found.priceFrom(history, info.firstBlock()), book.page(info.pool()));
        return found;
    }

    private static PoolInfo only(List<PoolInfo> stored) {
        if (stored.size() > 1) {
            throw CommandFailure.usage(
                    "the history holds " + stored.size() + " pools", "Choose one: --pool " + names(stored) + ".");
        }
        return stored.get(0);
    }

    private static PoolInfo find(List<PoolInfo> stored, String wanted) {
        PoolKey key;
        try {
            key = PoolKey.parse(wanted, BASE);
        } catch (HistoryException e) {
            throw CommandFailure.usage("--pool " + wanted + " is no pool", e.remedy() + ".");
        }
        List<PoolInfo> elsewhere = stored.stream()
                .filter(info -> info.pool().address().equals(key.address()))
                .toList();
        return stored.stream()
                .filter(info -> info.pool().equals(key))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage(
                        "the history has no swaps of pool " + key,
                        elsewhere.isEmpty()
                                ? "It holds " + names(stored) + "; `weir history import` brings others in."
                                : "It has them on another chain: --pool " + names(elsewhere) + "."));
    }

    private static String names(List<PoolInfo> pools) {
        return String.join(
                ", ", pools.stream().map(info -> info.pool().toString()).toList());
    }

    /** The price that a block begins with: after the last stored swap before it; empty where there is none. */
    Optional<Price> priceBefore(SwapHistory history, long block) {
        return block <= info.firstBlock()
                ? Optional.empty()
                : StoredSwap.last(history, info.pool(), new BlockRange(info.firstBlock(), block - 1))
                        .map(swap -> new Price(swap.sqrtPriceX96()));
    }

    /** The price after the first stored swap at or after a block. */
    Price priceFrom(SwapHistory history, long block) {
        return StoredSwap.first(history, info.pool(), new BlockRange(block, Math.max(block, info.lastBlock())))
                .map(swap -> new Price(swap.sqrtPriceX96()))
                .orElseThrow(() -> CommandFailure.usage(
                        "the history holds no swap of pool " + info.pool() + " from block " + block + " on",
                        "It covers blocks " + info.firstBlock() + " to " + info.lastBlock() + "."));
    }

    private void requireDecimals(Price price, Path page) {
        double whole = pool.wholePrice(price.ratio());
        Pool exchanged = pool.withDecimalsExchanged();
        double other = exchanged.wholePrice(price.ratio());
        if (far(whole) && !far(other)) {
            throw CommandFailure.usage(
                    String.format(
                            "%s: the decimals seem exchanged: one %s would be %.3g %s",
                            page, pool.token0().symbol(), whole, pool.token1().symbol()),
                    String.format(
                            "With %d for token0 and %d for token1 it would be %.3g: mend the file.",
                            pool.token1().decimals(), pool.token0().decimals(), other));
        }
    }

    private static boolean far(double price) {
        return price > FAR || price < 1 / FAR;
    }
}
