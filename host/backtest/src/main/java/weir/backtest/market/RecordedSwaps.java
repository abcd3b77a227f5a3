package weir.backtest.market;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.history.HistoryException;
import weir.history.SwapCsvReader;
import weir.history.SwapRow;
import weir.strategy.Price;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;

/**
 * Reads the swaps of one pool from a CSV file into memory, in the format of {@link SwapCsvReader}. It rejects rows that a pool
 * cannot have emitted.
 */
public final class RecordedSwaps {

    /** Maximum number of rows. Import a longer history with {@code weir history import}. */
    static final int MAX_ROWS = 2_000_000;

    private RecordedSwaps() {}

    /**
     * Reads a file, plain or gzip.
     *
     * @return its swaps in chain order, at least one
     * @throws HistoryException if a row is malformed or invalid; names file, line, column and what to do
     * @throws IOException if the file cannot be read
     */
    public static List<Swap> read(Path file) throws IOException {
        List<Swap> swaps = new ArrayList<>();
        try (SwapCsvReader csv = SwapCsvReader.open(file)) {
            for (SwapRow row = csv.next(); row != null; row = csv.next()) {
                if (swaps.size() == MAX_ROWS) {
                    throw new HistoryException(
                            csv.place(), "there are more than " + MAX_ROWS + " rows", "Give fewer days of this pool");
                }
                swaps.add(validate(csv, row, swaps.isEmpty() ? null : swaps.get(swaps.size() - 1)));
            }
        }
        if (swaps.isEmpty()) {
            throw new HistoryException(file.toString(), "there are no rows below the header", "Give a file with swaps");
        }
        return swaps;
    }

    private static Swap validate(SwapCsvReader csv, SwapRow row, Swap last) {
        checkOrder(csv, row, last);
        checkPrice(csv, row);
        checkAmounts(csv, row, last);
        return new Swap(
                row.block(),
                row.logIndex(),
                new Price(row.sqrtPriceX96()),
                row.liquidity(),
                row.amount0(),
                row.amount1());
    }

    private static void checkOrder(SwapCsvReader csv, SwapRow row, Swap last) {
        if (last == null || row.block() > last.blockNumber()) {
            return;
        }
        if (row.block() < last.blockNumber()) {
            throw invalidRow(
                    csv, "block_number", row.block() + " is below that of the row above", "Sort the rows by block");
        }
        if (row.logIndex() <= last.logIndex()) {
            throw invalidRow(
                    csv,
                    "log_index",
                    row.logIndex() + " is not above that of the row above in the same block",
                    "Sort the rows by log index and remove duplicates");
        }
    }

    private static void checkPrice(SwapCsvReader csv, SwapRow row) {
        if (row.sqrtPriceX96().compareTo(TickMath.MIN_SQRT_RATIO) < 0
                || row.sqrtPriceX96().compareTo(TickMath.MAX_SQRT_RATIO) >= 0) {
            throw invalidRow(
                    csv,
                    "sqrt_price_x96",
                    row.sqrtPriceX96() + " is no price of a pool",
                    "Give the square root of the raw price times 2^96, as in the Swap event");
        }
        int tick = TickMath.getTickAtSqrtRatio(row.sqrtPriceX96());
        // A downward swap that stops at an initialised tick leaves the price at that tick and the tick below it.
        boolean onEdge =
                row.tick() == tick - 1 && TickMath.getSqrtRatioAtTick(tick).equals(row.sqrtPriceX96());
        if (row.tick() != tick && !onEdge) {
            throw invalidRow(
                    csv,
                    "tick",
                    row.tick() + " is not the tick of the price, " + tick,
                    "Check that the columns are not exchanged, or fetch the row again");
        }
    }

    private static void checkAmounts(SwapCsvReader csv, SwapRow row, Swap last) {
        if (row.liquidity().signum() < 0 || row.liquidity().bitLength() > 128) {
            throw invalidRow(csv, "liquidity", row.liquidity() + " is not a uint128", "Check the columns");
        }
        if (row.amount0().signum() * row.amount1().signum() > 0) {
            throw invalidRow(
                    csv,
                    "amount1",
                    row.amount1() + " has the sign of amount0",
                    "Give the changes of the pool's balances: positive if the pool received tokens, negative if it paid them");
        }
        int moved = last == null ? 0 : row.sqrtPriceX96().compareTo(last.price().sqrtPriceX96());
        if (moved * row.amount0().signum() > 0 || moved * row.amount1().signum() < 0) {
            throw invalidRow(
                    csv,
                    "sqrt_price_x96",
                    "the price moved against the amounts",
                    "Rows are missing before this one, or amount0 and amount1 are exchanged: fetch them again");
        }
    }

    private static HistoryException invalidRow(SwapCsvReader csv, String column, String fault, String remedy) {
        return new HistoryException(csv.place() + " column " + column, fault, remedy);
    }
}
