package weir.history;

import java.math.BigInteger;
import java.util.Objects;

/**
 * An event of a pool other than {@code Swap}, with the names of the pool contract. Swaps have columns of their own ({@link SwapBatch}),
 * because a replay reads millions of them. Amounts are in raw token units and not negative. The values are not validated; the store
 * does that. Immutable.
 */
public sealed interface PoolEvent {

    /** Returns the event's place on the chain. */
    Place place();

    /** Returns the number of the event's block. */
    default long block() {
        return place().block();
    }

    /** Returns the position of the event in its block; swaps of the block are counted in the same sequence. */
    default int logIndex() {
        return place().logIndex();
    }

    /**
     * The place of an event on the chain.
     *
     * @param block number of the event's block
     * @param logIndex position of the event in its block
     * @param txHash hash of the transaction, {@code 0x} and 64 lower-case hex digits, or null if unknown
     * @param timestamp time of the block in Unix seconds, or {@link SwapRow#UNKNOWN_TIME}
     */
    record Place(long block, int logIndex, String txHash, long timestamp) {}

    /**
     * The pool received its first price. Occurs once, before all other events.
     *
     * @param sqrtPriceX96 the price, Q64.96
     * @param tick the tick of the price
     */
    record Initialize(Place place, BigInteger sqrtPriceX96, int tick) implements PoolEvent {

        public Initialize {
            requireNonNull(place, sqrtPriceX96);
        }
    }

    /**
     * Liquidity was added to a position.
     *
     * @param owner address of the position's owner, {@code 0x} and 40 lower-case hex digits, or null if unknown
     * @param tickLower lower end of the position's range
     * @param tickUpper upper end of the position's range
     * @param liquidity the liquidity added
     * @param amount0 token0 paid for it
     * @param amount1 token1 paid for it
     */
    record Mint(
            Place place,
            String owner,
            int tickLower,
            int tickUpper,
            BigInteger liquidity,
            BigInteger amount0,
            BigInteger amount1)
            implements PoolEvent {

        public Mint {
            requireNonNull(place, liquidity, amount0, amount1);
        }
    }

    /**
     * Liquidity was removed from a position. The amounts leave the pool with a later {@link Collect}. A burn of 0 updates the position's
     * fees.
     *
     * @param owner address of the position's owner, {@code 0x} and 40 lower-case hex digits, or null if unknown
     * @param tickLower lower end of the position's range
     * @param tickUpper upper end of the position's range
     * @param liquidity the liquidity removed, possibly 0
     * @param amount0 token0 that the owner may collect for it
     * @param amount1 token1 that the owner may collect for it
     */
    record Burn(
            Place place,
            String owner,
            int tickLower,
            int tickUpper,
            BigInteger liquidity,
            BigInteger amount0,
            BigInteger amount1)
            implements PoolEvent {

        public Burn {
            requireNonNull(place, liquidity, amount0, amount1);
        }
    }

    /**
     * The owner of a position received burned amounts and fees.
     *
     * @param owner address of the position's owner, {@code 0x} and 40 lower-case hex digits, or null if unknown
     * @param tickLower lower end of the position's range
     * @param tickUpper upper end of the position's range
     * @param amount0 token0 paid out
     * @param amount1 token1 paid out
     */
    record Collect(Place place, String owner, int tickLower, int tickUpper, BigInteger amount0, BigInteger amount1)
            implements PoolEvent {

        public Collect {
            requireNonNull(place, amount0, amount1);
        }
    }

    /**
     * A flash loan was paid back.
     *
     * @param paid0 fee in token0, which goes to the liquidity providers
     * @param paid1 fee in token1
     */
    record Flash(Place place, BigInteger paid0, BigInteger paid1) implements PoolEvent {

        public Flash {
            requireNonNull(place, paid0, paid1);
        }
    }

    /**
     * The protocol's share of the fees changed (Uniswap v3 only).
     *
     * @param feeProtocol0 the protocol receives 1/feeProtocol0 of the fees in token0; 0 for none
     * @param feeProtocol1 the protocol receives 1/feeProtocol1 of the fees in token1; 0 for none
     */
    record SetFeeProtocol(Place place, int feeProtocol0, int feeProtocol1) implements PoolEvent {

        public SetFeeProtocol {
            requireNonNull(place);
        }
    }

    /**
     * The protocol received its fees (Uniswap v3 only).
     *
     * @param amount0 token0 paid out
     * @param amount1 token1 paid out
     */
    record CollectProtocol(Place place, BigInteger amount0, BigInteger amount1) implements PoolEvent {

        public CollectProtocol {
            requireNonNull(place, amount0, amount1);
        }
    }

    /**
     * The pool's gauge received the fees of staked liquidity (Slipstream only).
     *
     * @param amount0 token0 paid out
     * @param amount1 token1 paid out
     */
    record CollectFees(Place place, BigInteger amount0, BigInteger amount1) implements PoolEvent {

        public CollectFees {
            requireNonNull(place, amount0, amount1);
        }
    }

    private static void requireNonNull(Object... values) {
        for (Object value : values) {
            Objects.requireNonNull(value);
        }
    }
}
