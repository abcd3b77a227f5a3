package weir.strategy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The market of the query's pair up to and including the query's block. Later data is hidden, so a strategy cannot look ahead. The
 * host and backtests give the same view. It is valid during one {@link RebalanceStrategy#decide} call, on any thread. Methods
 * return an empty list or {@code Optional} if there is no data, and throw no exception. An unknown value is never replaced by a guess.
 */
@ProviderType
public interface Market {

    /** Maximum number of entries that a method returns; the newest ones are kept. */
    int MAX_ENTRIES = 10_000;

    /**
     * Prices of the pair, at most one per block, from {@code fromBlock} to the query's block inclusive, oldest first. The
     * last one is the query's own price. The others are closing prices of blocks where the host has swaps, and prices of
     * earlier queries elsewhere.
     */
    List<Observation> prices(long fromBlock);

    /** Swaps of the pair from {@code fromBlock} to the query's block inclusive, in chain order; empty if none are stored. */
    List<Swap> swaps(long fromBlock);

    /**
     * Whether the query comes from a backtest or a sweep. A strategy may then skip side effects outside itself, such as writing a
     * file; its decision must not depend on this value, otherwise backtests mean nothing.
     *
     * @return {@code false} in the running host
     * @since 1.1
     */
    default boolean isBacktest() {
        return false;
    }

    /**
     * Facts of the pair's pool: tokens, tick spacing, kind of contract. Empty if they are not stored.
     *
     * @since 1.2
     */
    default Optional<PoolFacts> pool() {
        return Optional.empty();
    }

    /**
     * Liquidity in range, after the newest known event up to the query's block. Empty if none is known, or if the known blocks end
     * more than a few minutes before the query's. If only swaps are known, and no mints and burns, it is the liquidity that the last
     * swap reported.
     *
     * @since 1.2
     */
    default Optional<BigInteger> liquidity() {
        return Optional.empty();
    }

    /**
     * Initialised ticks, that is, ticks where positions begin or end, at the query's block. Empty if they are not known: all mints
     * and burns since the creation of the pool must be known, up to a few minutes before the query's block at least.
     *
     * @param lowestTick lowest tick, inclusive
     * @param highestTick highest tick, inclusive
     * @return ticks in ascending order; those next to the price if there are more than {@link #MAX_ENTRIES}
     * @since 1.2
     */
    default Optional<List<InitializedTick>> initializedTicks(int lowestTick, int highestTick) {
        return Optional.empty();
    }

    /**
     * The timestamp of a block.
     *
     * @param blockNumber a block up to the query's
     * @return its time; empty for a later block, and for a chain whose block times are not known
     * @since 1.2
     */
    default Optional<Instant> blockTime(long blockNumber) {
        return Optional.empty();
    }

    /**
     * A price at the end of a block.
     *
     * @param blockNumber the block
     * @param price the pool's price then
     */
    record Observation(long blockNumber, Price price) {}

    /**
     * A tick where positions begin or end.
     *
     * @param tick the tick
     * @param liquidityNet liquidity that comes into range when the price rises above the tick; negative if more positions end here
     * @param liquidityGross liquidity of all positions that begin or end here
     * @since 1.2
     */
    record InitializedTick(int tick, BigInteger liquidityNet, BigInteger liquidityGross) {
        public InitializedTick {
            Objects.requireNonNull(liquidityNet, "liquidityNet");
            Objects.requireNonNull(liquidityGross, "liquidityGross");
        }
    }
}
