package weir.backtest.round;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import weir.backtest.Swaps;
import weir.backtest.internal.score.GuideTarget;
import weir.backtest.round.SimulatedRound.Step;
import weir.strategy.RebalanceStrategy;
import weir.uniswap.v3.TickMath;

/**
 * Finds strategies whose decisions depend on what comes later, by whatever way: the round is played again with the future
 * altered after one check and another, and no decision up to there may change. Playing it again unaltered comes first, so
 * that a strategy that is not deterministic is not taken for one that looks ahead. Pure.
 */
public final class LookAheadCheck {

    /** At most so many checks of a round are cut at, evenly spread. */
    static final int MAX_CUTS = 8;

    private static final BigInteger HUNDRED = BigInteger.valueOf(100);
    private static final BigInteger FLED = BigInteger.valueOf(107);

    private LookAheadCheck() {}

    /** What was done to the future. */
    public enum Alteration {
        /** Nothing: the strategy is not deterministic. */
        NONE,
        /** Prices run to the other side of the price at the cut, 7 % further up, and amounts change their signs. */
        MIRRORED,
        /** No more swaps. */
        REMOVED
    }

    /**
     * A decision that changed.
     *
     * @param alteration what was done
     * @param cutBlock swaps after this block were altered
     * @param before the decision in the round as it was
     * @param after the decision with another future; at the same check
     */
    public record Finding(Alteration alteration, long cutBlock, Step before, Step after) {}

    /**
     * Plays a round up to {@code 2 + 2 * 8} times.
     *
     * @param strategies gives a new instance, with the same parameters, each time
     * @param round what is fixed
     * @param endBlock last block of the round
     * @param swaps as for {@link RoundSimulation}
     * @return changed decisions, the first of each run; empty if none changed
     */
    public static List<Finding> findings(
            Supplier<RebalanceStrategy> strategies, Round round, long endBlock, Swaps swaps) {
        List<Step> original = steps(strategies, round, endBlock, swaps);
        List<Finding> findings = new ArrayList<>();
        compare(findings, Alteration.NONE, endBlock, original, steps(strategies, round, endBlock, swaps));
        if (!findings.isEmpty()) {
            return findings;
        }
        int stride = Math.max(1, (original.size() + MAX_CUTS - 1) / MAX_CUTS);
        for (int i = 0; i < original.size(); i += stride) {
            long cut = original.get(i).block();
            for (Alteration alteration : List.of(Alteration.MIRRORED, Alteration.REMOVED)) {
                Swaps altered = alter(swaps, cut, alteration);
                compare(findings, alteration, cut, original, steps(strategies, round, endBlock, altered));
            }
        }
        return findings;
    }

    private static List<Step> steps(Supplier<RebalanceStrategy> strategies, Round round, long endBlock, Swaps swaps) {
        return new RoundSimulation(swaps, new GuideTarget())
                .play(round, endBlock, strategies.get())
                .steps();
    }

    private static void compare(
            List<Finding> findings, Alteration alteration, long cut, List<Step> original, List<Step> altered) {
        for (int i = 0; i < original.size() && original.get(i).block() <= cut; i++) {
            Step now = i < altered.size() ? altered.get(i) : null;
            if (!original.get(i).equals(now)) {
                findings.add(new Finding(alteration, cut, original.get(i), now));
                return;
            }
        }
    }

    static Swaps alter(Swaps swaps, long cut, Alteration alteration) {
        int known = swaps.countThrough(cut);
        int kept = alteration == Alteration.REMOVED ? known : swaps.size();
        Swaps.Builder builder = Swaps.builder(kept);
        BigInteger pivot = known == 0 ? swaps.sqrtPriceX96(0) : swaps.sqrtPriceX96(known - 1);
        for (int i = 0; i < kept; i++) {
            boolean future = i >= known;
            BigInteger price = swaps.sqrtPriceX96(i);
            BigInteger amount0 = swaps.amount0(i);
            BigInteger amount1 = swaps.amount1(i);
            builder.add(
                    swaps.block(i),
                    swaps.logIndex(i),
                    future ? mirrored(price, pivot) : price,
                    swaps.liquidity(i),
                    future ? amount0.negate() : amount0,
                    future ? amount1.negate() : amount1);
        }
        return builder.build();
    }

    private static BigInteger mirrored(BigInteger price, BigInteger pivot) {
        return pivot.multiply(pivot)
                .divide(price)
                .multiply(FLED)
                .divide(HUNDRED)
                .max(TickMath.MIN_SQRT_RATIO)
                .min(TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE));
    }
}
