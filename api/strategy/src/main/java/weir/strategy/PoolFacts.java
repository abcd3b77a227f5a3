package weir.strategy;

import java.util.Objects;
import java.util.Optional;

/**
 * Facts of a pool that never change.
 *
 * @param token0 the token with the lower address
 * @param token1 the token with the higher address; prices are in it
 * @param tickSpacing ends of positions are multiples of it
 * @param kind the contract; empty if the host has not asked the chain, as for a pool whose description was written by hand
 * @since 1.2
 */
public record PoolFacts(Token token0, Token token1, int tickSpacing, Optional<Kind> kind) {

    public PoolFacts {
        Objects.requireNonNull(token0, "token0");
        Objects.requireNonNull(token1, "token1");
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * An ERC-20 token.
     *
     * @param symbol its ticker, such as WETH. Several tokens may have the same one
     * @param decimals number of decimal places: 10^decimals raw units are one token
     */
    public record Token(String symbol, int decimals) {
        public Token {
            Objects.requireNonNull(symbol, "symbol");
        }
    }

    /** The contract of a pool. More kinds may follow: give a {@code switch} a {@code default}. */
    public enum Kind {
        /** Uniswap v3: one constant fee. */
        UNISWAP_V3,
        /** Slipstream of Aerodrome and Velodrome: the fee changes with the price, and liquidity may be staked. */
        SLIPSTREAM
    }

    /** Converts a price of raw token1 per raw token0 to whole token1 per whole token0, such as 2,500 USDC per WETH. */
    public double wholePrice(Price price) {
        return price.ratio() * Math.pow(10, token0.decimals() - token1.decimals());
    }
}
