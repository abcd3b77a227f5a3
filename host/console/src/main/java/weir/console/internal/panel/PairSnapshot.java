package weir.console.internal.panel;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import weir.console.internal.panel.PairHistory.Mark;
import weir.console.internal.panel.PairHistory.OpenRound;
import weir.console.internal.panel.PairHistory.Point;
import weir.console.internal.panel.PairHistory.Range;
import weir.history.PoolKey;
import weir.strategy.RoundType;

/**
 * A copy of a {@link PairHistory}, so that the panel is built without its lock. Immutable.
 *
 * @param revision that of the history
 * @param points at least one
 */
record PairSnapshot(
        PoolKey pool,
        long revision,
        String route,
        Instant lastQuery,
        List<Point> points,
        List<HeldRange> ranges,
        List<Mark> marks,
        Round round) {

    /** A range in the form of charts.js. */
    record HeldRange(long from, long to, int tickLower, int tickUpper, boolean live, List<String> lines) {

        private static HeldRange of(Range range) {
            return new HeldRange(range.from, range.to, range.tickLower, range.tickUpper, range.live, range.lines);
        }
    }

    /**
     * The round of the last query.
     *
     * @param checks queries with a position
     * @param inRange those of them at which the price was in a held range
     */
    record Round(
            String id, RoundType type, int rebalances, long checks, long inRange, BigInteger left0, BigInteger left1) {

        private static Round of(OpenRound round) {
            return new Round(
                    round.id,
                    round.type,
                    round.rebalances,
                    round.checks,
                    round.inRange,
                    round.left.amount0(),
                    round.left.amount1());
        }
    }

    static PairSnapshot of(PairHistory pair) {
        return new PairSnapshot(
                pair.pool(),
                pair.revision(),
                pair.route(),
                pair.time(),
                List.copyOf(pair.points()),
                pair.ranges().stream().map(HeldRange::of).toList(),
                List.copyOf(pair.marks()),
                Round.of(pair.current()));
    }
}
