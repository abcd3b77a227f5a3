package weir.backtest.v3;

import weir.uniswap.v3.SwapMath;

/**
 * What the {@code v3} model must know about the fees of a pool. The fee of each swap follows from its event; see {@link
 * weir.uniswap.v3.SwapFee}.
 *
 * @param feePips fee of a swap whose route is not proven, in pips, hundredths of a basis point
 * @param unstakedFeePips part of the fees that unstaked positions lose to staked ones, in pips: on Slipstream 100,000 (10 %) by default,
 *     and 0 while the pool's gauge is not alive; 0 on Uniswap v3
 * @param isStaked whether the positions are staked: then all their fees go to the gauge. The rewards of the gauge are not computed
 */
public record PoolFees(int feePips, int unstakedFeePips, boolean isStaked) {

    /** @throws IllegalArgumentException if a fee is out of range */
    public PoolFees {
        if (feePips < 0 || feePips >= SwapMath.PIPS || unstakedFeePips < 0 || unstakedFeePips > SwapMath.PIPS) {
            throw new IllegalArgumentException(
                    "fee of " + feePips + " pips must be in [0, 1000000), and unstaked fee of " + unstakedFeePips
                            + " pips in [0, 1000000]");
        }
    }

    /** The fees of a pool without staking. */
    public static PoolFees withoutStaking(int feePips) {
        return new PoolFees(feePips, 0, false);
    }

    /** Part of its share in the fees that a position keeps, in pips. */
    public int keptPips() {
        return isStaked ? 0 : SwapMath.PIPS - unstakedFeePips;
    }
}
