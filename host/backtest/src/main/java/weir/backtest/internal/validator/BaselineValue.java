package weir.backtest.internal.validator;

import java.math.BigInteger;
import java.util.List;
import weir.backtest.Swaps;
import weir.backtest.internal.Inventories;
import weir.strategy.Inventory;
import weir.strategy.Position;

/**
 * Computes what the positions at the start of a round would be worth at its end if they stayed, like the newest validator: the tokens
 * that they use at the final price, the tokens of the inventory that they do not use at the first price, and their fees. Not thread-safe.
 */
public final class BaselineValue {

    private final List<Position> positions;
    private final FeeAccrual feeAccrual;
    private LiquiditySum liquidity;

    /** @param feeRate the pool's fee as a fraction */
    public BaselineValue(List<Position> positions, double feeRate) {
        this.positions = positions;
        this.feeAccrual = new FeeAccrual(feeRate);
    }

    /**
     * Adds the fees of swaps {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @throws weir.backtest.EvaluationException if the evaluation of these positions fails
     */
    public void add(Swaps swaps, int from, int to) {
        if (liquidity == null) {
            liquidity = new LiquiditySum(positions);
        }
        feeAccrual.add(swaps, from, to, liquidity);
    }

    /**
     * The value at the final price, raw token1 units.
     *
     * @param initialInventory inventory at the start
     * @param startPrice price at the start, Q64.96
     * @param endPrice price at the end, Q64.96
     */
    public double at(Inventory initialInventory, BigInteger startPrice, BigInteger endPrice) {
        Inventory unused = Inventories.minus(initialInventory, ValidatorPositions.usedAmounts(positions, startPrice));
        Inventory idle = new Inventory(
                unused.amount0().max(BigInteger.ZERO), unused.amount1().max(BigInteger.ZERO));
        Inventory tokens = Inventories.plus(ValidatorPositions.usedAmounts(positions, endPrice), idle);
        return Inventories.value(tokens, endPrice).doubleValue() + feeAccrual.value(endPrice);
    }
}
