package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.internal.Inventories;
import weir.backtest.internal.v3.SwapRouteFinder.Segment;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.uniswap.v3.SwapMath;

/**
 * The vault of a miner, the account that holds its tokens: idle tokens, open positions, and collected fees, which are not deployed
 * again. For one thread.
 */
public final class Vault {

    private static final BigInteger PIPS = BigInteger.valueOf(SwapMath.PIPS);

    private final boolean poolLiquidityIncludesOurs;
    private final BigInteger keptPips;
    private final List<OpenPosition> openPositions = new ArrayList<>();
    private Inventory idle;
    private Inventory collectedFees = Inventory.NONE;
    private PriceInterval cachedInterval;
    private int mintCount;
    private int burnCount;
    private int shortfallCount;

    /**
     * @param idle tokens at the start
     * @param keptPips part of its share in the fees that a position keeps, in pips
     * @param poolLiquidityIncludesOurs whether the liquidity of a {@link Segment} includes the positions of the vault
     */
    public Vault(Inventory idle, int keptPips, boolean poolLiquidityIncludesOurs) {
        this.idle = idle;
        this.keptPips = BigInteger.valueOf(keptPips);
        this.poolLiquidityIncludesOurs = poolLiquidityIncludesOurs;
    }

    /** Burns the positions that are not desired, then mints the new ones in order, as far as the idle tokens suffice. */
    public void rebalance(BigInteger sqrtPriceX96, List<Position> desired) {
        List<Position> toMint = new ArrayList<>(desired);
        List<OpenPosition> toBurn = new ArrayList<>(openPositions);
        toBurn.removeIf(position -> toMint.remove(position.desiredPosition()));
        openPositions.removeAll(toBurn);
        for (OpenPosition position : toBurn) {
            idle = Inventories.plus(idle, position.burnAmounts(sqrtPriceX96));
            collectedFees = Inventories.plus(collectedFees, position.earnedFees());
            burnCount++;
        }
        toMint.forEach(position -> mint(sqrtPriceX96, position));
        cachedInterval = null;
    }

    private void mint(BigInteger sqrtPriceX96, Position desired) {
        OpenPosition fullyFunded =
                OpenPosition.mint(sqrtPriceX96, desired, new Inventory(desired.allocation0(), desired.allocation1()));
        OpenPosition position = OpenPosition.mint(sqrtPriceX96, desired, idle);
        if (position.liquidity().compareTo(fullyFunded.liquidity()) < 0) {
            shortfallCount++;
        }
        if (position.liquidity().signum() > 0) {
            idle = Inventories.minus(idle, position.mintCost(sqrtPriceX96));
            openPositions.add(position);
            mintCount++;
        }
    }

    /** Adds the share of the positions in the fee of a segment. It divides the segment at the ends of their ranges. */
    public void addFees(Segment segment) {
        BigInteger low = segment.lower();
        BigInteger high = segment.upper();
        PriceInterval interval = intervalAround(low);
        if (interval.contains(high)) {
            addFees(interval, segment.liquidity(), segment.fee(), segment.inToken0());
            return;
        }
        for (OpenPosition position : openPositions) {
            if (isBetween(position.lower(), low, high)) {
                addFeesSplitAt(segment, position.lower());
                return;
            }
            if (isBetween(position.upper(), low, high)) {
                addFeesSplitAt(segment, position.upper());
                return;
            }
        }
        addFees(
                PriceInterval.between(low, high, openPositions),
                segment.liquidity(),
                segment.fee(),
                segment.inToken0());
    }

    /** Adds the share of the positions in a fee that was paid within an interval, given the liquidity of the pool. */
    void addFees(PriceInterval interval, BigInteger pool, BigInteger fee, boolean inToken0) {
        BigInteger ownLiquidity = interval.liquidity();
        if (ownLiquidity.signum() > 0) {
            BigInteger total = poolLiquidityIncludesOurs ? pool.max(ownLiquidity) : pool.add(ownLiquidity);
            interval.addFee(fee.multiply(keptPips), total.multiply(PIPS), inToken0);
        }
    }

    /** Divides a segment in two. The fee is divided in proportion to the input of the parts. */
    private void addFeesSplitAt(Segment segment, BigInteger splitPrice) {
        BigInteger from = segment.from();
        BigInteger to = segment.to();
        BigInteger part;
        if (segment.inToken0()) {
            // (1/cut - 1/from) : (1/to - 1/from)
            part = segment.fee()
                    .multiply(from.subtract(splitPrice))
                    .multiply(to)
                    .divide(splitPrice.multiply(from.subtract(to)));
        } else {
            part = segment.fee().multiply(splitPrice.subtract(from)).divide(to.subtract(from));
        }
        addFees(new Segment(from, splitPrice, segment.liquidity(), part, segment.inToken0()));
        addFees(new Segment(splitPrice, to, segment.liquidity(), segment.fee().subtract(part), segment.inToken0()));
    }

    private static boolean isBetween(BigInteger edge, BigInteger low, BigInteger high) {
        return edge.compareTo(low) > 0 && edge.compareTo(high) < 0;
    }

    /** Whether the range of a position contains or touches a price between two prices, which may be in either order. */
    public boolean hasRangeBetween(BigInteger a, BigInteger b) {
        PriceInterval interval = intervalAround(a);
        if (interval.contains(a) && interval.contains(b)) {
            return !interval.positionsInRange().isEmpty();
        }
        return openPositions.stream()
                .anyMatch(position -> position.lower().compareTo(a.max(b)) <= 0
                        && position.upper().compareTo(a.min(b)) >= 0);
    }

    /** The interval around a price in which no range ends. The last one is cached. */
    public PriceInterval intervalAround(BigInteger sqrtPriceX96) {
        if (cachedInterval == null || !cachedInterval.contains(sqrtPriceX96)) {
            cachedInterval = PriceInterval.of(sqrtPriceX96, openPositions);
        }
        return cachedInterval;
    }

    /** Counts the positions in range at a price. As in the validator, both ends belong to the range. */
    public int countInRange(BigInteger sqrtPriceX96) {
        PriceInterval interval = intervalAround(sqrtPriceX96);
        return interval.contains(sqrtPriceX96)
                ? interval.positionsInRange().size()
                : (int) openPositions.stream()
                        .filter(position -> position.lower().compareTo(sqrtPriceX96) <= 0
                                && position.upper().compareTo(sqrtPriceX96) >= 0)
                        .count();
    }

    /** Total liquidity of the positions in range at a price. */
    public BigInteger liquidityAt(BigInteger sqrtPriceX96) {
        return intervalAround(sqrtPriceX96).liquidity();
    }

    /** Tokens outside positions. */
    public Inventory idle() {
        return idle;
    }

    /** Tokens that burning all positions would return at a price, raw units, without fees. */
    public Inventory deployedAmounts(BigInteger sqrtPriceX96) {
        return openPositions.stream()
                .map(position -> position.burnAmounts(sqrtPriceX96))
                .reduce(Inventory.NONE, Inventories::plus);
    }

    /** All fees so far, collected or not, raw units. */
    public Inventory totalFees() {
        return openPositions.stream().map(OpenPosition::earnedFees).reduce(collectedFees, Inventories::plus);
    }

    public int mintCount() {
        return mintCount;
    }

    /** Number of burns, each followed by a collect. */
    public int burnCount() {
        return burnCount;
    }

    /** Number of positions that used less than their allocations because the idle tokens did not suffice. */
    public int shortfallCount() {
        return shortfallCount;
    }
}
