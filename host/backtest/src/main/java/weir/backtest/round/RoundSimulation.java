package weir.backtest.round;

import java.util.Map;
import weir.backtest.EvaluationException;
import weir.backtest.Swaps;
import weir.backtest.internal.round.GuardedStrategy;
import weir.backtest.score.ScoringTarget;
import weir.strategy.Price;
import weir.strategy.RebalanceStrategy;

/**
 * Rounds played in process: the same strategies through the same guard as in the host, with blocks, prices and swaps
 * supplied by a replay. No clock, no network, no store; the same input gives the same bits. Immutable; any number of rounds
 * may be played at once, each with a strategy instance of its own.
 */
public final class RoundSimulation {

    private static final int UID = 0;

    private final Swaps swaps;
    private final ScoringTarget target;

    /**
     * @param swaps swaps of the round's pool, from one at or before its first block through its last, and as many earlier
     *     ones as strategies shall see
     * @param target how performance is scored
     */
    public RoundSimulation(Swaps swaps, ScoringTarget target) {
        this.swaps = swaps;
        this.target = target;
    }

    /**
     * Plays one round: checks at its first block and every interval after it, before {@code endBlock}.
     *
     * @param strategy an instance that nobody else uses; what it remembers is its own affair
     * @throws EvaluationException if there is no swap at or before the first block, so no price to ask with
     */
    public SimulatedRound play(Round round, long endBlock, RebalanceStrategy strategy) {
        GuardedStrategy miner = new GuardedStrategy(strategy, swaps);
        ReplayHead head = new ReplayHead(swaps, round, endBlock);
        head.price();
        RoundResult result = null;
        String failure = null;
        try {
            result = new RoundLoop(round, target)
                    .batch(Map.of(UID, miner), head, swaps)
                    .get(UID);
        } catch (EvaluationException e) {
            failure = e.getMessage();
        }
        int inRound = Math.max(0, swaps.countThrough(endBlock) - swaps.countThrough(round.startBlock() - 1));
        return new SimulatedRound(round, endBlock, result, failure, miner.steps(), inRound);
    }

    /** Goes from check to check. */
    private static final class ReplayHead implements ChainHead {
        private final Swaps swaps;
        private final long interval;
        private final long endBlock;
        private long block;

        ReplayHead(Swaps swaps, Round round, long endBlock) {
            this.swaps = swaps;
            this.interval = round.checkInterval();
            this.endBlock = endBlock;
            this.block = round.startBlock();
        }

        @Override
        public boolean open() {
            return block < endBlock;
        }

        @Override
        public Price price() {
            int count = swaps.countThrough(block);
            if (count == 0) {
                throw new EvaluationException(
                        EvaluationException.Reason.NO_PRICE,
                        "no swap at or before block " + block + ", so no price; begin later or load earlier swaps");
            }
            return swaps.price(count - 1);
        }

        @Override
        public long advance() {
            block = Math.min(endBlock, block + interval);
            return block;
        }
    }
}
