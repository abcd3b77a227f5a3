package weir.backtest.v3;

import java.math.BigInteger;

/**
 * Costs of transactions in raw token1 units, the unit of values in results. On a v3-core pool a mint uses about 400,000 gas, a burn
 * 200,000 and a collect 150,000.
 *
 * @param mint cost of opening a position
 * @param burn cost of removing a position's liquidity
 * @param collect cost of collecting its tokens and fees
 */
public record GasCosts(BigInteger mint, BigInteger burn, BigInteger collect) {

    /** Transactions cost nothing. */
    public static final GasCosts ZERO = new GasCosts(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    /** @throws IllegalArgumentException if one of them is negative */
    public GasCosts {
        if (mint.signum() < 0 || burn.signum() < 0 || collect.signum() < 0) {
            throw new IllegalArgumentException(
                    "gas costs must not be negative: mint " + mint + ", burn " + burn + ", collect " + collect);
        }
    }

    /** Total cost of transactions. */
    BigInteger total(int mints, int burns, int collects) {
        return mint.multiply(BigInteger.valueOf(mints))
                .add(burn.multiply(BigInteger.valueOf(burns)))
                .add(collect.multiply(BigInteger.valueOf(collects)));
    }
}
