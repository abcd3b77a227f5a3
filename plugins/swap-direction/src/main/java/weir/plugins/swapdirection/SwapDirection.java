package weir.plugins.swapdirection;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import weir.plugins.swapdirection.FirstQueries.First;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.RoundType;
import weir.strategy.StatefulStrategy;
import weir.strategy.StrategyComponent;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;

/**
 * Takes part in evaluation rounds when the last swaps raised the price, and holds one wide range in live rounds.
 *
 * <p><b>Evaluation.</b> A miner that deploys almost nothing scores the change of the inventory's value in token1, and a miner that does not
 * take part scores 0. So it pays to take part in rounds in which the price rises. Arbitrageurs move a pool's price only until the
 * difference from other markets equals the pool's fee. After swaps that raised the price, the other markets are therefore higher by up to
 * the fee, and the price rises further more often than it falls. The strategy then deploys a small part of the inventory over all ticks,
 * because the validator's penalty grows with the deployed part and shrinks with the width.
 *
 * <p><b>Baseline.</b> If the parameter {@code baseline} is set and the vault holds positions, the score is the gain over keeping these
 * positions, which the validator's arithmetic values lower after every move of the price. The strategy replaces them by one wider range.
 *
 * <p><b>Live.</b> A live round without an executed change scores -100. The strategy proposes one wide range at the first query, always
 * with other ticks than the current positions, and does not wait for rising swaps. After a swap of the round, the round scores -100 with
 * and without a proposal, so it keeps the positions.
 *
 * <p><b>In every round</b> it deploys once at most, because the tokens of a closed position do not return to the inventory within a round,
 * and it never makes a first proposal after a swap of the round, because this ends an evaluation round for all miners. Thread-safe. The
 * state is the first query of each round.
 */
@StrategyComponent(name = "swap-direction")
@Component(
        service = RebalanceStrategy.class,
        configurationPid = "swap-direction",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class, factory = true)
public final class SwapDirection implements StatefulStrategy {

    private static final String LIVE_COST = "; a live round without an executed change scores -100";
    /** Blocks in which the newest swaps are searched: almost three hours on Base. */
    private static final long LOOKBACK_BLOCKS = 5_000;

    private final Config config;
    private final FirstQueries firstQueries = new FirstQueries();

    /** @throws IllegalArgumentException if a parameter is out of its range */
    @Activate
    public SwapDirection(Config config) {
        this.config = ParameterLimits.validate(config);
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        First first = firstQueries.of(query);
        if (query.rebalancesSoFar() > 0) {
            return Decision.keep("deployed in this round; the tokens of a closed position would not return");
        }
        if (hasSwapSince(first, query, market)) {
            return keep(query, "a swap came before the first proposal, which would end the round");
        }
        if (query.roundType() == RoundType.LIVE) {
            return deploy(query, config.halfWidth(), config.deploy(), "live round");
        }
        if (config.baseline() && !query.currentPositions().isEmpty()) {
            return deploy(query, config.halfWidth(), config.deploy(), "wider than the baseline");
        }
        return decideByDirection(query, market);
    }

    private Decision decideByDirection(RebalanceQuery query, Market market) {
        List<Swap> swaps = market.swaps(query.blockNumber() - LOOKBACK_BLOCKS);
        int count = config.risingSwaps();
        if (swaps.size() < count) {
            return Decision.keep("fewer than " + count + " swaps are known");
        }
        if (!isSamePrice(swaps.get(swaps.size() - 1).price(), query.currentPrice())) {
            return Decision.keep("the newest known swap does not explain the price, so newer swaps are missing");
        }
        boolean isRising = swaps.subList(swaps.size() - count, swaps.size()).stream()
                .allMatch(swap -> swap.amount1().signum() > 0);
        if (!isRising) {
            return Decision.keep("not all of the last " + count + " swaps raised the price");
        }
        if (query.inventoryRemaining().amount0().signum() == 0) {
            return Decision.keep("the inventory has no token0, so its value does not follow the price");
        }
        return deploy(
                query, TickMath.MAX_TICK, config.evaluationDeploy(), "the last " + count + " swaps raised the price");
    }

    private static Decision deploy(RebalanceQuery query, int halfWidth, double fraction, String reason) {
        Optional<Position> position = OneRange.choose(query, halfWidth, fraction);
        return position.isPresent()
                ? Decision.rebalance(List.of(position.get()), reason)
                : keep(query, "the inventory is too small to open a position");
    }

    private static Decision keep(RebalanceQuery query, String reason) {
        return Decision.keep(query.roundType() == RoundType.LIVE ? reason + LIVE_COST : reason);
    }

    /** Whether a swap is known, or the price shows one, after the block of the round's first query. */
    private static boolean hasSwapSince(First first, RebalanceQuery query, Market market) {
        return query.blockNumber() > first.block()
                && (query.currentPrice().sqrtPriceX96().doubleValue() != first.sqrtPrice()
                        || !market.swaps(first.block() + 1).isEmpty());
    }

    /** Whether two prices are equal as far as a validator sends them, that is, as doubles. */
    private static boolean isSamePrice(Price one, Price other) {
        return one.sqrtPriceX96().doubleValue() == other.sqrtPriceX96().doubleValue();
    }

    @Override
    public byte[] saveState() {
        return firstQueries.toBytes();
    }

    @Override
    public void restoreState(byte[] state) {
        firstQueries.restore(state);
    }
}
