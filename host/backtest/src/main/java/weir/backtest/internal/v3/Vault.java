package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.internal.Inventories;
import weir.strategy.Inventory;
import weir.strategy.Position;

/**
 * A miner's vault: idle tokens, open positions, and collected fees, which are not deployed again. Tokens only move between these and
 * the pool. For one thread.
 */
public final class Vault {

    private final boolean poolIncludesOurs;
    private final List<OpenPosition> open = new ArrayList<>();
    private Inventory idle;
    private Inventory collected = Inventory.NONE;
    private TickInterval last;
    private int mints;
    private int burns;
    private int shortfalls;

    /**
     * @param idle tokens at the start
     * @param poolIncludesOurs whether the pool's liquidity of a segment includes our positions
     */
    public Vault(Inventory idle, boolean poolIncludesOurs) {
        this.idle = idle;
        this.poolIncludesOurs = poolIncludesOurs;
    }

    /** Burns the positions that are not desired, then mints the new ones in order, while tokens last. */
    public void rebalance(BigInteger sqrtPriceX96, List<Position> desired) {
        List<Position> missing = new ArrayList<>(desired);
        List<OpenPosition> obsolete = new ArrayList<>(open);
        obsolete.removeIf(position -> missing.remove(position.declared()));
        open.removeAll(obsolete);
        for (OpenPosition position : obsolete) {
            idle = Inventories.plus(idle, position.amounts(sqrtPriceX96));
            collected = Inventories.plus(collected, position.fees());
            burns++;
        }
        missing.forEach(position -> mint(sqrtPriceX96, position));
        last = null;
    }

    private void mint(BigInteger sqrtPriceX96, Position desired) {
        OpenPosition full =
                OpenPosition.mint(sqrtPriceX96, desired, new Inventory(desired.allocation0(), desired.allocation1()));
        OpenPosition position = OpenPosition.mint(sqrtPriceX96, desired, idle);
        if (position.liquidity().compareTo(full.liquidity()) < 0) {
            shortfalls++;
        }
        if (position.liquidity().signum() > 0) {
            idle = Inventories.minus(idle, position.cost(sqrtPriceX96));
            open.add(position);
            mints++;
        }
    }

    /** Adds our share of the fee of a segment, which is divided at the ends of our ranges. */
    public void earn(Segment segment) {
        BigInteger low = segment.lower();
        BigInteger high = segment.upper();
        TickInterval here = around(low);
        if (here.contains(high)) {
            earn(here, segment.liquidity(), segment.fee(), segment.inToken0());
            return;
        }
        for (OpenPosition position : open) {
            if (isBetween(position.lower(), low, high)) {
                earnDivided(segment, position.lower());
                return;
            }
            if (isBetween(position.upper(), low, high)) {
                earnDivided(segment, position.upper());
                return;
            }
        }
        earn(TickInterval.between(low, high, open), segment.liquidity(), segment.fee(), segment.inToken0());
    }

    /** Adds our share of a fee that was paid within an interval at a liquidity of the pool. */
    void earn(TickInterval interval, BigInteger pool, BigInteger fee, boolean inToken0) {
        BigInteger ours = interval.liquidity();
        if (ours.signum() > 0) {
            interval.earn(fee, poolIncludesOurs ? pool.max(ours) : pool.add(ours), inToken0);
        }
    }

    /** Divides a segment in two; each part gets the fee of its input. */
    private void earnDivided(Segment segment, BigInteger cut) {
        BigInteger from = segment.from();
        BigInteger to = segment.to();
        BigInteger part;
        if (segment.inToken0()) {
            // (1/cut - 1/from) : (1/to - 1/from)
            part = segment.fee().multiply(from.subtract(cut)).multiply(to).divide(cut.multiply(from.subtract(to)));
        } else {
            part = segment.fee().multiply(cut.subtract(from)).divide(to.subtract(from));
        }
        earn(new Segment(from, cut, segment.liquidity(), part, segment.inToken0()));
        earn(new Segment(cut, to, segment.liquidity(), segment.fee().subtract(part), segment.inToken0()));
    }

    private static boolean isBetween(BigInteger edge, BigInteger low, BigInteger high) {
        return edge.compareTo(low) > 0 && edge.compareTo(high) < 0;
    }

    /** Whether the prices between two prices, in either order, touch one of our ranges. */
    public boolean touches(BigInteger a, BigInteger b) {
        TickInterval here = around(a);
        if (here.contains(a) && here.contains(b)) {
            return !here.inRange().isEmpty();
        }
        return open.stream()
                .anyMatch(position -> position.lower().compareTo(a.max(b)) <= 0
                        && position.upper().compareTo(a.min(b)) >= 0);
    }

    /** The interval around a price in which none of our ranges ends. The last one is cached. */
    public TickInterval around(BigInteger sqrtPriceX96) {
        if (last == null || !last.contains(sqrtPriceX96)) {
            last = TickInterval.of(sqrtPriceX96, open);
        }
        return last;
    }

    /** Number of positions in range at a price, both ends included, as the validator counts. */
    public int inRange(BigInteger sqrtPriceX96) {
        TickInterval here = around(sqrtPriceX96);
        return here.contains(sqrtPriceX96)
                ? here.inRange().size()
                : (int) open.stream()
                        .filter(position -> position.lower().compareTo(sqrtPriceX96) <= 0
                                && position.upper().compareTo(sqrtPriceX96) >= 0)
                        .count();
    }

    /** Our total liquidity at a price. */
    public BigInteger liquidityAt(BigInteger sqrtPriceX96) {
        return around(sqrtPriceX96).liquidity();
    }

    /** Tokens outside positions. */
    public Inventory idle() {
        return idle;
    }

    /** Amounts that burning all positions would return at a price, without fees. */
    public Inventory deployed(BigInteger sqrtPriceX96) {
        return open.stream().map(position -> position.amounts(sqrtPriceX96)).reduce(Inventory.NONE, Inventories::plus);
    }

    /** All fees so far, collected or not. */
    public Inventory fees() {
        return open.stream().map(OpenPosition::fees).reduce(collected, Inventories::plus);
    }

    public int mints() {
        return mints;
    }

    /** Number of burns, each followed by a collect. */
    public int burns() {
        return burns;
    }

    /** Number of positions that got less than their allocations, because the tokens did not suffice. */
    public int shortfalls() {
        return shortfalls;
    }
}
