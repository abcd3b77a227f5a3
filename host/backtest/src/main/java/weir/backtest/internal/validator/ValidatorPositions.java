package weir.backtest.internal.validator;

import java.math.BigInteger;
import java.util.List;
import weir.backtest.EvaluationException;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;

/** Computes the token amounts of positions like the validator: from the allocations at each price. */
public final class ValidatorPositions {

    private ValidatorPositions() {}

    /**
     * The part of the allocations that positions use at a price, raw units. The validator ignores the rest.
     *
     * @throws EvaluationException if a tick is out of range or a range is empty
     */
    public static Inventory usedAmounts(List<Position> positions, BigInteger sqrtPriceX96) {
        BigInteger total0 = BigInteger.ZERO;
        BigInteger total1 = BigInteger.ZERO;
        for (Position position : positions) {
            PositionAmounts amounts = amounts(position, sqrtPriceX96);
            total0 = total0.add(amounts.amount0());
            total1 = total1.add(amounts.amount1());
        }
        return new Inventory(total0, total1);
    }

    /**
     * The position with its allocations reduced to the tokens that it uses at a price.
     *
     * @throws EvaluationException if a tick is out of range or a range is empty
     */
    public static Position withUsedAllocations(Position position, BigInteger sqrtPriceX96) {
        PositionAmounts used = amounts(position, sqrtPriceX96);
        return new Position(position.tickLower(), position.tickUpper(), used.amount0(), used.amount1());
    }

    private static PositionAmounts amounts(Position position, BigInteger sqrtPriceX96) {
        try {
            return LiquidityAmounts.getUsedAmounts(
                    sqrtPriceX96,
                    position.tickLower(),
                    position.tickUpper(),
                    position.allocation0(),
                    position.allocation1());
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(
                    EvaluationException.Reason.TICK_OUT_OF_RANGE, position + ": " + e.getMessage());
        } catch (ArithmeticException e) {
            throw new EvaluationException(EvaluationException.Reason.EMPTY_RANGE, position + ": the range is empty");
        }
    }
}
