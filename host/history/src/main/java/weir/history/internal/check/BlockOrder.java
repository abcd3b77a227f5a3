package weir.history.internal.check;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import weir.history.SwapRow;
import weir.uniswap.v3.SwapFee;

/**
 * Orders the swaps of a block whose source has no log indexes, by price continuity: each swap starts at the price where the one before it
 * ended, and its amounts follow from both prices. Blocks come in ascending order. Not thread-safe.
 */
public final class BlockOrder {

    /** Blocks with more swaps keep the order of the source; a search would take too long. */
    private static final int MAX_ROWS = 64;

    /** A search stops after this many steps, with the best order that it has found. */
    private static final int MAX_STEPS = 20_000;

    /** Cost of a swap that moves the price against its amounts. */
    private static final int IMPOSSIBLE = 1_000_000;

    /** Cost of a swap that is possible but not proven; up to as much is added for amounts that do not fit the liquidity. */
    private static final int UNPROVEN = 1_000;

    /** Last swap of the block before; null if unknown. */
    private SwapRow before;

    /**
     * Returns the swaps of a block in the order of the chain, with log indexes from 0. If several orders are as good, that of the source.
     *
     * @param next the swaps of the next block, one of which continues at the last price of this block; empty if there are none
     */
    public List<SwapRow> order(List<SwapRow> rows, List<SwapRow> next) {
        List<SwapRow> ordered = rows.size() < 2 || rows.size() > MAX_ROWS ? rows : new Search(rows, before, next).run();
        List<SwapRow> numbered = new ArrayList<>();
        for (SwapRow row : ordered) {
            numbered.add(new SwapRow(
                    row.block(),
                    numbered.size(),
                    row.sqrtPriceX96(),
                    row.tick(),
                    row.liquidity(),
                    row.amount0(),
                    row.amount1(),
                    row.txHash(),
                    row.timestamp()));
        }
        follow(numbered);
        return numbered;
    }

    /** Takes note of a block whose order is known. */
    public void follow(List<SwapRow> rows) {
        before = rows.get(rows.size() - 1);
    }

    /** A depth-first search for the order with the lowest cost. */
    private static final class Search {

        private final List<SwapRow> rows;
        /** Cost of row {@code j} after row {@code i}; the last line is that of the swap before the block. */
        private final int[][] costs;

        /** Cost of the next block after row {@code i}. */
        private final int[] endCosts;

        private final int[] path;
        private final boolean[] isUsed;
        private int[] best;
        private int bestCost;
        private int steps;

        Search(List<SwapRow> rows, SwapRow before, List<SwapRow> next) {
            int size = rows.size();
            this.rows = rows;
            this.costs = new int[size + 1][size];
            this.endCosts = new int[size];
            this.path = new int[size];
            this.isUsed = new boolean[size];
            this.best = new int[size];
            for (int j = 0; j < size; j++) {
                for (int i = 0; i < size; i++) {
                    costs[i][j] = i == j ? IMPOSSIBLE : cost(rows.get(i), rows.get(j));
                }
                costs[size][j] = before == null ? 0 : cost(before, rows.get(j));
                SwapRow row = rows.get(j);
                endCosts[j] = next.stream()
                        .limit(MAX_ROWS)
                        .mapToInt(n -> cost(row, n))
                        .min()
                        .orElse(0);
                best[j] = j;
            }
            for (int j = 0; j < size; j++) {
                bestCost += withoutMisfit(costs[j == 0 ? size : j - 1][j]);
            }
            bestCost += withoutMisfit(endCosts[size - 1]);
        }

        /** Another order must be better than that of the source by more than misfits, which only decide among orders of equal proof. */
        private static int withoutMisfit(int cost) {
            return cost - cost % UNPROVEN;
        }

        List<SwapRow> run() {
            extend(0, rows.size(), 0);
            List<SwapRow> ordered = new ArrayList<>();
            for (int row : best) {
                ordered.add(rows.get(row));
            }
            return ordered;
        }

        /** Extends a path by each unused row, the cheapest first, and the first of the source among equal ones. */
        private void extend(int length, int previous, int cost) {
            if (cost >= bestCost || steps++ > MAX_STEPS) {
                return;
            }
            if (length == rows.size()) {
                if (cost + endCosts[previous] < bestCost) {
                    best = path.clone();
                    bestCost = cost + endCosts[previous];
                }
                return;
            }
            int[] candidates = IntStream.range(0, rows.size())
                    .filter(row -> !isUsed[row])
                    .boxed()
                    .sorted(Comparator.comparingInt(row -> costs[previous][row]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int next : candidates) {
                isUsed[next] = true;
                path[length] = next;
                extend(length + 1, next, cost + costs[previous][next]);
                isUsed[next] = false;
            }
        }

        private static int cost(SwapRow before, SwapRow row) {
            BigInteger price = before.sqrtPriceX96();
            int movement = row.sqrtPriceX96().compareTo(price);
            boolean isAgainst = movement * row.amount0().signum() > 0
                    || movement * row.amount1().signum() < 0;
            if (isAgainst) {
                return IMPOSSIBLE;
            }
            return SwapFee.between(price, row.sqrtPriceX96(), row.liquidity(), row.amount0(), row.amount1())
                            .isPresent()
                    ? 0
                    : UNPROVEN + misfit(before, row);
        }

        /**
         * Returns how far the output is outside those of the liquidity before and after the swap, on a logarithmic scale: a swap that crosses
         * ticks usually pays an output between both.
         */
        private static int misfit(SwapRow before, SwapRow row) {
            boolean down = row.sqrtPriceX96().compareTo(before.sqrtPriceX96()) < 0;
            double output = (down ? row.amount1() : row.amount0()).abs().doubleValue();
            double a = output(before, row, row.liquidity(), down);
            double b = output(before, row, before.liquidity(), down);
            double misfit = Math.max(
                    Math.log(Math.min(a, b) / Math.max(1, output)), Math.log(output / Math.max(1, Math.max(a, b))));
            return (int) Math.min(UNPROVEN - 1, Math.max(0, 100 * misfit));
        }

        private static double output(SwapRow before, SwapRow row, BigInteger liquidity, boolean down) {
            return SwapFee.output(before.sqrtPriceX96(), row.sqrtPriceX96(), liquidity, down)
                    .doubleValue();
        }
    }
}
