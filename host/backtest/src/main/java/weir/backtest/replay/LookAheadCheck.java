package weir.backtest.replay;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import weir.backtest.Swaps;
import weir.backtest.internal.score.GuideTarget;
import weir.backtest.replay.ReplayedRound.RecordedDecision;
import weir.backtest.round.Round;
import weir.market.SwapSource;
import weir.strategy.RebalanceStrategy;
import weir.uniswap.v3.TickMath;

/**
 * Detects look-ahead: decisions that depend on later swaps. It replays a round in which all swaps after one of its checks are
 * altered; no decision up to that check may change. First it replays the round unaltered: if a decision then differs, the strategy is not deterministic.
 */
public final class LookAheadCheck {

    /** Maximum number of checks after which swaps are altered. They are evenly spread over the round. */
    static final int MAX_CUTS = 8;

    private static final BigInteger HUNDRED = BigInteger.valueOf(100);
    private static final BigInteger RAISED_PERCENT = BigInteger.valueOf(107);

    private LookAheadCheck() {}

    /** How later swaps are altered. */
    public enum Alteration {
        /** Swaps are not altered. A finding means that the strategy is not deterministic. */
        NONE,
        /** Each later price p becomes 1.07 c²/p, where c is the last price up to the cut; later amounts change their signs. */
        MIRRORED,
        /** Later swaps are removed. */
        REMOVED
    }

    /**
     * A decision that changed.
     *
     * @param alteration how later swaps were altered
     * @param cutBlock last block whose swaps are unaltered: the block of the check, or that of a price which the validator reads later
     * @param originalDecision the decision with the recorded swaps
     * @param changedDecision the decision at the same check with altered swaps
     */
    public record Finding(
            Alteration alteration,
            long cutBlock,
            RecordedDecision originalDecision,
            RecordedDecision changedDecision) {}

    /**
     * Replays a round up to 2 + 2 * {@value #MAX_CUTS} times.
     *
     * @param strategies returns a new instance with the same parameters on each call
     * @param round the constants of the round
     * @param endBlock last block of the round
     * @param swaps as in {@link RoundReplay}
     * @param poolData as in {@link RoundReplay}; is not altered
     * @return the first changed decision of each replay; empty if none changed
     */
    public static List<Finding> findChangedDecisions(
            Supplier<RebalanceStrategy> strategies,
            Round round,
            long endBlock,
            Swaps swaps,
            Optional<SwapSource> poolData) {
        Function<Swaps, List<RecordedDecision>> replay =
                shown -> replayDecisions(strategies.get(), round, endBlock, shown, poolData);
        List<RecordedDecision> original = replay.apply(swaps);
        List<Finding> findings = new ArrayList<>();
        addFirstChange(findings, Alteration.NONE, endBlock, original, replay.apply(swaps));
        if (!findings.isEmpty()) {
            return findings;
        }
        int step = Math.max(1, (original.size() + MAX_CUTS - 1) / MAX_CUTS);
        for (int i = 0; i < original.size(); i += step) {
            long cut = original.get(i).block() + round.loop().maxDelayBlocks();
            for (Alteration alteration : List.of(Alteration.MIRRORED, Alteration.REMOVED)) {
                Swaps altered = alter(swaps, cut, alteration);
                addFirstChange(findings, alteration, cut, original, replay.apply(altered));
            }
        }
        return findings;
    }

    private static List<RecordedDecision> replayDecisions(
            RebalanceStrategy strategy, Round round, long endBlock, Swaps swaps, Optional<SwapSource> poolData) {
        return new RoundReplay(swaps, new GuideTarget(), poolData)
                .run(round, endBlock, strategy)
                .decisions();
    }

    private static void addFirstChange(
            List<Finding> findings,
            Alteration alteration,
            long cut,
            List<RecordedDecision> original,
            List<RecordedDecision> altered) {
        for (int i = 0; i < original.size() && original.get(i).block() <= cut; i++) {
            RecordedDecision changed = i < altered.size() ? altered.get(i) : null;
            if (!original.get(i).equals(changed)) {
                findings.add(new Finding(alteration, cut, original.get(i), changed));
                return;
            }
        }
    }

    static Swaps alter(Swaps swaps, long cut, Alteration alteration) {
        int unalteredCount = swaps.countThrough(cut);
        int swapCount = alteration == Alteration.REMOVED ? unalteredCount : swaps.size();
        Swaps.Builder builder = Swaps.builder(swapCount);
        BigInteger pivot = unalteredCount == 0 ? swaps.sqrtPriceX96(0) : swaps.sqrtPriceX96(unalteredCount - 1);
        for (int i = 0; i < swapCount; i++) {
            boolean isAltered = i >= unalteredCount;
            BigInteger price = swaps.sqrtPriceX96(i);
            BigInteger amount0 = swaps.amount0(i);
            BigInteger amount1 = swaps.amount1(i);
            builder.add(
                    swaps.block(i),
                    swaps.logIndex(i),
                    isAltered ? mirroredPrice(price, pivot) : price,
                    swaps.liquidity(i),
                    isAltered ? amount0.negate() : amount0,
                    isAltered ? amount1.negate() : amount1);
        }
        return builder.build();
    }

    private static BigInteger mirroredPrice(BigInteger price, BigInteger pivot) {
        return pivot.multiply(pivot)
                .divide(price)
                .multiply(RAISED_PERCENT)
                .divide(HUNDRED)
                .max(TickMath.MIN_SQRT_RATIO)
                .min(TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE));
    }
}
