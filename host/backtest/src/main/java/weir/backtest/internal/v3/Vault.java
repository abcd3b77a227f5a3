package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import weir.strategy.Inventory;
import weir.strategy.Position;

/**
 * What a miner's vault holds: idle tokens, open positions, and fees collected, which are kept aside and not deployed again.
 * Tokens only move between these and the pool. One thread.
 */
public final class Vault {

    private final boolean poolHasOurs;
    private final List<OpenPosition> open = new ArrayList<>();
    private Inventory idle;
    private Inventory collected = Inventory.NONE;
    private TickInterval last;
    private int mints;
    private int burns;
    private int shortfalls;

    /**
     * @param idle tokens at first
     * @param poolHasOurs whether the pool's liquidity, as it is told with a stretch, has our positions in it already
     */
    public Vault(Inventory idle, boolean poolHasOurs) {
        this.idle = idle;
        this.poolHasOurs = poolHasOurs;
    }

    /** Burns every position that is not wanted any more, then mints those that are new, in order, while tokens last. */
    public void rebalance(BigInteger sqrtPriceX96, List<Position> wanted) {
        List<Position> missing = new ArrayList<>(wanted);
        List<OpenPosition> unwanted = new ArrayList<>(open);
        unwanted.removeIf(position -> missing.remove(position.declared()));
        open.removeAll(unwanted);
        for (OpenPosition position : unwanted) {
            idle = plus(idle, position.worth(sqrtPriceX96));
            collected = plus(collected, position.fees());
            burns++;
        }
        missing.forEach(position -> mint(sqrtPriceX96, position));
        last = null;
    }

    private void mint(BigInteger sqrtPriceX96, Position wanted) {
        OpenPosition full =
                OpenPosition.mint(sqrtPriceX96, wanted, new Inventory(wanted.allocation0(), wanted.allocation1()));
        OpenPosition position = OpenPosition.mint(sqrtPriceX96, wanted, idle);
        if (position.liquidity().compareTo(full.liquidity()) < 0) {
            shortfalls++;
        }
        if (position.liquidity().signum() > 0) {
            Inventory cost = position.cost(sqrtPriceX96);
            idle = new Inventory(
                    idle.amount0().subtract(cost.amount0()), idle.amount1().subtract(cost.amount1()));
            open.add(position);
            mints++;
        }
    }

    /** Shares in the fee of a stretch, cut at the ends of our own ranges. */
    public void earn(Segment segment) {
        BigInteger low = segment.lower();
        BigInteger high = segment.upper();
        TickInterval here = around(low);
        if (here.holds(high)) {
            earn(here, segment.liquidity(), segment.fee(), segment.inToken0());
            return;
        }
        for (OpenPosition position : open) {
            if (isBetween(position.lower(), low, high)) {
                earnApart(segment, position.lower());
                return;
            }
            if (isBetween(position.upper(), low, high)) {
                earnApart(segment, position.upper());
                return;
            }
        }
        earn(TickInterval.between(low, high, open), segment.liquidity(), segment.fee(), segment.inToken0());
    }

    /** Shares in a fee that was paid in a neighbourhood while the pool had this liquidity. */
    void earn(TickInterval where, BigInteger pool, BigInteger fee, boolean inToken0) {
        BigInteger ours = where.liquidity();
        if (ours.signum() > 0) {
            where.earn(fee, poolHasOurs ? pool.max(ours) : pool.add(ours), inToken0);
        }
    }

    /** Both sides of a cut, the fee divided by the input that each of them took. */
    private void earnApart(Segment segment, BigInteger cut) {
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

    /** Whether a way between two prices, in either order, meets one of our ranges. */
    public boolean meets(BigInteger a, BigInteger b) {
        TickInterval here = around(a);
        if (here.holds(a) && here.holds(b)) {
            return !here.inRange().isEmpty();
        }
        return open.stream()
                .anyMatch(position -> position.lower().compareTo(a.max(b)) <= 0
                        && position.upper().compareTo(a.min(b)) >= 0);
    }

    /** The prices around one between which none of our ranges ends; the last one is remembered. */
    public TickInterval around(BigInteger sqrtPriceX96) {
        if (last == null || !last.holds(sqrtPriceX96)) {
            last = TickInterval.of(sqrtPriceX96, open);
        }
        return last;
    }

    /** How many positions are in range at a price, both ends included, as the validator counts. */
    public int inRange(BigInteger sqrtPriceX96) {
        TickInterval here = around(sqrtPriceX96);
        return here.holds(sqrtPriceX96)
                ? here.inRange().size()
                : (int) open.stream()
                        .filter(position -> position.lower().compareTo(sqrtPriceX96) <= 0
                                && position.upper().compareTo(sqrtPriceX96) >= 0)
                        .count();
    }

    /** Our liquidity at a price. */
    public BigInteger liquidityAt(BigInteger sqrtPriceX96) {
        return around(sqrtPriceX96).liquidity();
    }

    /** Tokens in no position. */
    public Inventory idle() {
        return idle;
    }

    /** What all positions would give at a price, without fees. */
    public Inventory deployed(BigInteger sqrtPriceX96) {
        return open.stream().map(position -> position.worth(sqrtPriceX96)).reduce(Inventory.NONE, Vault::plus);
    }

    /** All fees since the beginning, collected and not. */
    public Inventory fees() {
        return open.stream().map(OpenPosition::fees).reduce(collected, Vault::plus);
    }

    public int mints() {
        return mints;
    }

    /** Burns; each is followed by a collect. */
    public int burns() {
        return burns;
    }

    /** Positions that got less than their allocations would have minted, because the tokens were not there. */
    public int shortfalls() {
        return shortfalls;
    }

    private static Inventory plus(Inventory a, Inventory b) {
        return new Inventory(a.amount0().add(b.amount0()), a.amount1().add(b.amount1()));
    }
}
