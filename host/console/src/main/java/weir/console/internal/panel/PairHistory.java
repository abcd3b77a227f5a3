package weir.console.internal.panel;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.history.PoolKey;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * What validators asked about a pair and what was answered, for charts: prices, held ranges, and marks. Bounded: when there are too many
 * prices, the older half loses every second one. Not thread-safe.
 */
final class PairHistory {

    static final int MAX_POINTS = 1_500;
    static final int MAX_RANGES = 400;
    static final int MAX_MARKS = 300;
    private static final int MAX_ROUNDS = 16;

    /** Blocks by which a validator may be behind another. */
    private static final long MAX_LAG = 1_000;

    /** Queries in sequence behind the newest point that prove its block to be made up. */
    private static final int MAX_QUERIES_BEHIND = 3;

    private final PoolKey pool;
    private final List<Point> points = new ArrayList<>();
    private final Deque<Range> ranges = new ArrayDeque<>();
    private final Deque<Mark> marks = new ArrayDeque<>();
    private final Map<String, OpenRound> rounds = new LinkedHashMap<>();
    private OpenRound current;
    private int queriesBehind;
    private long revision;
    private Instant time;
    private String route = "";

    PairHistory(PoolKey pool) {
        this.pool = pool;
    }

    /**
     * A query.
     *
     * @param ratio price, token1 per token0 in raw units
     * @param isInRange whether the price was in a held range; empty without a position
     * @param left0 part of token0 that was left in the round, 0 to 1
     */
    record Point(long block, double ratio, Optional<Boolean> isInRange, double left0, double left1) {}

    /** A range while it was held. */
    static final class Range {
        final long from;
        final int tickLower;
        final int tickUpper;
        final boolean live;
        final List<String> lines;
        long to;

        Range(long block, Position position, RoundType type, List<String> lines) {
            this.from = block;
            this.to = block;
            this.tickLower = position.tickLower();
            this.tickUpper = position.tickUpper();
            this.live = type == RoundType.LIVE;
            this.lines = lines;
        }

        boolean isOf(Position position) {
            return tickLower == position.tickLower() && tickUpper == position.tickUpper();
        }
    }

    record Mark(long block, String kind, String text) {}

    /** A round of a validator. */
    static final class OpenRound {
        final String id;
        final RoundType type;
        final Inventory initial;
        Inventory left;
        int rebalances;
        long checks;
        long inRange;
        List<Range> held = List.of();

        OpenRound(RebalanceQuery query) {
            id = query.roundId();
            type = query.roundType();
            initial = query.inventoryRemaining();
        }
    }

    PoolKey pool() {
        return pool;
    }

    /** A number that every change increments. */
    long revision() {
        return revision;
    }

    List<Point> points() {
        return points;
    }

    Deque<Range> ranges() {
        return ranges;
    }

    Deque<Mark> marks() {
        return marks;
    }

    /** The round of the last query. */
    OpenRound current() {
        return current;
    }

    /** Time of the last query. */
    Instant time() {
        return time;
    }

    /** Route of the last answer; empty if none matched. */
    String route() {
        return route;
    }

    void add(AnswerEvent event) {
        revision++;
        RebalanceQuery query = event.query();
        long block = query.blockNumber();
        checkNewestBlock(block);
        String key = event.caller() + query.jobId() + query.roundId() + query.roundType();
        current = rounds.computeIfAbsent(key, id -> new OpenRound(query));
        if (rounds.size() > MAX_ROUNDS) {
            rounds.remove(rounds.keySet().iterator().next());
        }
        time = event.time();
        route = event.answer().route().orElse("");
        current.left = query.inventoryRemaining();
        current.rebalances = query.rebalancesSoFar();
        if (!isHeld(query.currentPositions())) {
            hold(query.currentPositions(), block, List.of("held when the validator asked at block " + block));
        }
        addPoint(query);
        current.held.forEach(range -> range.to = Math.max(range.to, block));
        if (event.answer().outcome() == Outcome.PASSED
                && event.answer().decision() instanceof Decision.Rebalance decision
                && !isHeld(decision.positions())) {
            String text = "rebalance at block " + block + ": " + decision.reason();
            hold(decision.positions(), block, List.of(text, source(event)));
            addMark(new Mark(block, "rebalance", text));
        }
    }

    /** A query with a block far ahead of the chain must not keep later points out of the chart. */
    private void checkNewestBlock(long block) {
        boolean isBehind = !points.isEmpty() && points.get(points.size() - 1).block - MAX_LAG > block;
        queriesBehind = isBehind ? queriesBehind + 1 : 0;
        if (queriesBehind < MAX_QUERIES_BEHIND) {
            return;
        }
        queriesBehind = 0;
        points.removeIf(point -> point.block > block + MAX_LAG);
        marks.removeIf(mark -> mark.block > block + MAX_LAG);
        ranges.removeIf(range -> range.from > block + MAX_LAG);
        ranges.forEach(range -> range.to = Math.max(range.from, Math.min(range.to, block)));
        rounds.values()
                .forEach(round -> round.held =
                        round.held.stream().filter(ranges::contains).toList());
    }

    private static String source(AnswerEvent event) {
        return event.answer().strategy().orElse("?") + " "
                + event.answer().version().map(Object::toString).orElse("?") + ", "
                + event.query().roundType().name().toLowerCase(java.util.Locale.ROOT) + " round";
    }

    /** Marks a change of the version that serves the pair. */
    void versionChanged(String text) {
        if (!points.isEmpty()) {
            revision++;
            addMark(new Mark(points.get(points.size() - 1).block, "version", text));
        }
    }

    private boolean isHeld(List<Position> positions) {
        return positions.size() == current.held.size()
                && positions.stream()
                        .allMatch(position -> current.held.stream().anyMatch(range -> range.isOf(position)));
    }

    private void hold(List<Position> positions, long block, List<String> lines) {
        current.held.forEach(range -> range.to = Math.max(range.to, block));
        current.held = positions.stream()
                .map(position -> new Range(block, position, current.type, lines))
                .toList();
        for (Range range : current.held) {
            if (ranges.size() == MAX_RANGES) {
                ranges.removeFirst();
            }
            ranges.addLast(range);
        }
    }

    private void addPoint(RebalanceQuery query) {
        Optional<Boolean> isInRange = Optional.empty();
        if (!current.held.isEmpty()) {
            int tick = query.currentPrice().tick();
            isInRange = Optional.of(
                    current.held.stream().anyMatch(range -> range.tickLower <= tick && tick < range.tickUpper));
            current.checks++;
            current.inRange += isInRange.get() ? 1 : 0;
        }
        if (!points.isEmpty() && points.get(points.size() - 1).block >= query.blockNumber()) {
            return; // Another validator has asked about this block.
        }
        points.add(new Point(
                query.blockNumber(),
                query.currentPrice().ratio(),
                isInRange,
                part(
                        current.left.amount0().doubleValue(),
                        current.initial.amount0().doubleValue()),
                part(
                        current.left.amount1().doubleValue(),
                        current.initial.amount1().doubleValue())));
        if (points.size() > MAX_POINTS) {
            thinOut();
        }
    }

    private void thinOut() {
        List<Point> kept = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            if (i % 2 == 0 || i >= points.size() / 2) {
                kept.add(points.get(i));
            }
        }
        points.clear();
        points.addAll(kept);
    }

    private static double part(double left, double initial) {
        return initial == 0 ? 0 : Math.min(1, left / initial);
    }

    private void addMark(Mark mark) {
        if (marks.size() == MAX_MARKS) {
            marks.removeFirst();
        }
        marks.addLast(mark);
    }
}
