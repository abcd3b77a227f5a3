package weir.backtest.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import weir.backtest.EvaluationException;
import weir.backtest.Swaps;
import weir.backtest.internal.round.GuardedStrategies;
import weir.backtest.round.ChainHead;
import weir.backtest.round.Round;
import weir.backtest.round.RoundLoop;
import weir.backtest.score.ScoringTarget;
import weir.market.SwapSource;
import weir.strategy.Price;
import weir.strategy.RebalanceStrategy;

/**
 * Replays a round over recorded swaps with a strategy. As in the host, the guard checks each decision. It uses no clock, network or
 * store, so a repeated call gives the same bits. Immutable; several threads may replay rounds, each with its own strategy instance.
 */
public final class RoundReplay {

    private final Swaps swaps;
    private final ScoringTarget target;
    private final Optional<SwapSource> poolData;

    /**
     * Creates a replay in which strategies see swaps only.
     *
     * @param swaps swaps of the pool up to the last block of the round, including at least one at or before its first block, and the
     *     earlier ones that the market view shows
     * @param target scores the performance
     */
    public RoundReplay(Swaps swaps, ScoringTarget target) {
        this(swaps, target, Optional.empty());
    }

    /**
     * @param swaps as in the other constructor
     * @param target scores the performance
     * @param poolData where strategies see facts, liquidity and ticks of the pool; empty if they see swaps only
     */
    public RoundReplay(Swaps swaps, ScoringTarget target, Optional<SwapSource> poolData) {
        this.swaps = swaps;
        this.target = target;
        this.poolData = poolData;
    }

    /**
     * Replays one round, with a check (the validator's queries) at its first block and then after every
     * {@link Round#checkInterval} blocks, before {@code endBlock}.
     *
     * @param strategy an instance that no other thread uses; it may have replayed earlier rounds
     * @throws EvaluationException if there is no swap at or before the first block, and therefore no price
     */
    public ReplayedRound run(Round round, long endBlock, RebalanceStrategy strategy) {
        return run(round, endBlock, StrategyGroup.of(List.of(strategy)), 1).get(0);
    }

    /**
     * Replays one round with the members of a group in lock step. The result of each is that of its own replay.
     *
     * @param group the strategies; no other thread uses them
     * @param members number of members, at least 1
     * @throws EvaluationException if there is no swap at or before the first block, and therefore no price
     */
    public List<ReplayedRound> run(Round round, long endBlock, StrategyGroup group, int members) {
        GuardedStrategies miners = new GuardedStrategies(group, members, swaps, poolData);
        ReplayHead head = new ReplayHead(swaps, round, endBlock);
        head.price();
        int swapsInRound = Math.max(0, swaps.countThrough(endBlock) - swaps.countThrough(round.startBlock() - 1));
        List<ReplayedRound> replayed = new ArrayList<>();
        for (RoundLoop.SingleResult each : results(round, members, miners, head)) {
            replayed.add(new ReplayedRound(
                    round, endBlock, each.result(), each.failure(), miners.decisions(replayed.size()), swapsInRound));
        }
        return replayed;
    }

    private List<RoundLoop.SingleResult> results(Round round, int members, GuardedStrategies miners, ReplayHead head) {
        try {
            return new RoundLoop(round, target).runEach(members, miners, head, swaps);
        } catch (EvaluationException e) {
            // A price is missing, which all members need.
            return Collections.nCopies(members, new RoundLoop.SingleResult(null, e.getMessage()));
        }
    }

    /** A chain head that advances from check to check. */
    private static final class ReplayHead implements ChainHead {
        private final Swaps swaps;
        private final Round round;
        private final long endBlock;
        private long block;
        private int queriesAtBlock;

        ReplayHead(Swaps swaps, Round round, long endBlock) {
            this.swaps = swaps;
            this.round = round;
            this.endBlock = endBlock;
            this.block = round.startBlock();
        }

        @Override
        public boolean isRoundOpen() {
            return block < endBlock;
        }

        @Override
        public Price price() {
            return priceAt(queryPriceBlock());
        }

        @Override
        public Price priceAfterReplies() {
            return priceAt(queryPriceBlock() + round.loop().chargeDelayBlocks());
        }

        private long queryPriceBlock() {
            return block == round.startBlock() ? block + round.loop().startDelayBlocks() : block;
        }

        private Price priceAt(long block) {
            int count = swaps.countThrough(block);
            if (count == 0) {
                throw new EvaluationException(
                        EvaluationException.Reason.NO_PRICE,
                        "no swap at or before block " + block
                                + ", so there is no price; start later or load earlier swaps");
            }
            return swaps.price(count - 1);
        }

        @Override
        public long advance() {
            boolean isRepeated = block > round.startBlock()
                    && ++queriesAtBlock < round.loop().queriesPerCheck();
            if (!isRepeated) {
                block = Math.min(endBlock, block + round.checkInterval());
                queriesAtBlock = 0;
            }
            return block;
        }
    }
}
