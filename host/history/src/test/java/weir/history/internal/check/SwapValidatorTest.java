package weir.history.internal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weir.history.BlockRange;
import weir.history.GeneratedSwaps;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapRows;
import weir.uniswap.v3.TickMath;

class SwapValidatorTest {

    private final SwapValidator rules = new SwapValidator(new PoolKey(1, "0x" + "00".repeat(20)));
    private final List<SwapRow> rows = new ArrayList<>();

    @BeforeEach
    void generate() {
        GeneratedSwaps swaps = new GeneratedSwaps(8);
        for (int i = 0; i < 100; i++) {
            rows.add(swaps.next());
        }
        check();
    }

    @Test
    void rejectsPriceThatDoesNotMatchTheTick() {
        assertRowRejected(40, row -> SwapRows.withPrice(row, row.sqrtPriceX96(), row.tick() + 1), "do not match");
        assertRowRejected(40, row -> SwapRows.withPrice(row, row.sqrtPriceX96(), row.tick() - 1), "do not match");
        assertRowRejected(40, row -> SwapRows.withPrice(row, row.sqrtPriceX96().negate(), row.tick()), "do not match");
        assertRowRejected(
                40, row -> SwapRows.withPrice(row, row.sqrtPriceX96().shiftLeft(96), row.tick()), "do not match");
        assertRowRejected(
                40,
                row -> SwapRows.withPrice(row, row.sqrtPriceX96(), TickMath.MAX_TICK),
                "is outside the range of a pool");
        assertRowRejected(
                40,
                row -> SwapRows.withPrice(row, row.sqrtPriceX96(), TickMath.MIN_TICK - 1),
                "is outside the range of a pool");
    }

    @Test
    void acceptsDownwardSwapThatStopsAtATick() {
        int tick = rows.get(40).tick();
        BigInteger boundary = TickMath.getSqrtRatioAtTick(tick);
        SwapBatch batch = new SwapBatch();
        batch.add(SwapRows.withPrice(rows.get(40), boundary, tick - 1));
        batch.add(SwapRows.withPrice(rows.get(40), boundary, tick));
        SwapBatch one = new SwapBatch();
        one.add(batch.row(0));
        rules.check(BlockRange.all(), one);
        assertEquals(tick - 1, one.ticks()[0]);
    }

    @Test
    void acceptsExtremePrices() {
        for (int tick : new int[] {TickMath.MIN_TICK, TickMath.MAX_TICK - 1}) {
            SwapBatch one = new SwapBatch();
            one.add(SwapRows.withPrice(rows.get(0), TickMath.getSqrtRatioAtTick(tick), tick));
            rules.check(BlockRange.all(), one);
            assertEquals(1, one.size());
        }
    }

    @Test
    void rejectsWrongSignsAndDirection() {
        assertRowRejected(
                40,
                row -> SwapRows.withAmounts(
                        row, row.amount0().abs(), row.amount1().abs()),
                "same sign");
        assertRowRejected(
                40,
                row -> SwapRows.withAmounts(
                        row, row.amount0().negate(), row.amount1().negate()),
                "moved against the amounts");
    }

    @Test
    void rejectsInvalidLiquidity() {
        BigInteger tooMuch = BigInteger.ONE.shiftLeft(128);
        assertRowRejected(40, row -> SwapRows.withLiquidity(row, tooMuch), "not a uint128");
        assertRowRejected(40, row -> SwapRows.withLiquidity(row, BigInteger.ONE.negate()), "not a uint128");
        rows.set(40, SwapRows.withLiquidity(rows.get(40), tooMuch.subtract(BigInteger.ONE)));
        check();
        rows.set(40, SwapRows.withLiquidity(rows.get(40), BigInteger.ZERO));
        check();
    }

    @Test
    void rejectsWrongOrder() {
        rows.add(51, rows.get(50));
        assertRejected(51, "occurs twice");
        rows.remove(51);
        Collections.swap(rows, 50, 51);
        HistoryException e = assertThrows(HistoryException.class, this::check);
        assertTrue(e.getMessage().contains("Sort the rows"), e::getMessage);
    }

    @Test
    void rejectsWrongTimeAndBlockRange() {
        assertRowRejected(40, row -> SwapRows.withTime(row, 1_500_000_000), "is before that of the previous row");
        assertRowRejected(40, row -> SwapRows.withTime(row, 5), "is not from 2015 to 2099");
        SwapBatch batch = batch();
        BlockRange tooShort = new BlockRange(rows.get(0).block(), rows.get(99).block() - 1);
        HistoryException e = assertThrows(HistoryException.class, () -> rules.check(tooShort, batch));
        assertTrue(e.getMessage().contains("outside"), e::getMessage);
    }

    @Test
    void rejectsExchangedDecimals() {
        BigInteger factor = BigInteger.TEN.pow(12);
        rows.replaceAll(row -> SwapRows.withAmounts(row, row.amount0().multiply(factor), row.amount1()));
        assertRejected(0, "amount1 / amount0 is 10^-12 times the pool's price");
    }

    private void assertRowRejected(int index, UnaryOperator<SwapRow> how, String message) {
        SwapRow good = rows.get(index);
        rows.set(index, how.apply(good));
        assertRejected(index, message);
        rows.set(index, good);
    }

    private void assertRejected(int index, String message) {
        HistoryException e = assertThrows(HistoryException.class, this::check);
        assertTrue(e.getMessage().contains(message), e::getMessage);
        assertEquals(index, e.row());
        assertTrue(e.place().contains("block " + rows.get(index).block()), e::place);
    }

    private void check() {
        rules.check(BlockRange.all(), batch());
    }

    private SwapBatch batch() {
        SwapBatch batch = new SwapBatch();
        rows.forEach(batch::add);
        return batch;
    }
}
