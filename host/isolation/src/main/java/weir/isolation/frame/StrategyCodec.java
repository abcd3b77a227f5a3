package weir.isolation.frame;

import java.util.List;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market.InitializedTick;
import weir.strategy.Market.Observation;
import weir.strategy.PoolFacts;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;
import weir.strategy.Swap;

/** Writes and reads the types of {@code weir.strategy}. Values that their constructors refuse are a {@link FrameException}. */
public final class StrategyFields {

    /** Maximum number of positions in a query or a decision; more would be refused by the guard anyway. */
    public static final int MAX_POSITIONS = 1_000;

    private static final int MAX_ID_BYTES = 4_096;
    private static final int MAX_REASON_BYTES = 65_536;

    private enum DecisionKind {
        KEEP,
        REBALANCE,
        REFUSE
    }

    private StrategyFields() {}

    public static void write(FrameWriter to, RebalanceQuery query) {
        to.text(query.jobId())
                .text(query.snLiquidityManagerAddress())
                .text(query.pairAddress())
                .longInteger(query.chainId())
                .text(query.roundId())
                .integer(query.roundType().ordinal())
                .longInteger(query.blockNumber())
                .number(query.currentPrice().sqrtPriceX96())
                .list(query.currentPositions(), StrategyFields::write)
                .number(query.inventoryRemaining().amount0())
                .number(query.inventoryRemaining().amount1())
                .integer(query.rebalancesSoFar())
                .integer(query.tickSpacing());
    }

    public static RebalanceQuery query(FrameReader from) {
        return new RebalanceQuery(
                from.text("jobId", MAX_ID_BYTES),
                from.text("snLiquidityManagerAddress", MAX_ID_BYTES),
                from.text("pairAddress", MAX_ID_BYTES),
                from.longInteger("chainId"),
                from.text("roundId", MAX_ID_BYTES),
                from.constant("roundType", RoundType.values()),
                from.longInteger("blockNumber"),
                price(from, "currentPrice"),
                from.list("currentPositions", MAX_POSITIONS, StrategyFields::position),
                new Inventory(from.number("amount0"), from.number("amount1")),
                from.integer("rebalancesSoFar"),
                from.integer("tickSpacing"));
    }

    /** A reason that is too long is cut. */
    public static void write(FrameWriter to, Decision decision) {
        String reason =
                decision.reason().substring(0, Math.min(decision.reason().length(), MAX_REASON_BYTES / 4));
        if (decision instanceof Decision.Rebalance rebalance) {
            to.integer(DecisionKind.REBALANCE.ordinal())
                    .text(reason)
                    .list(rebalance.positions(), StrategyFields::write);
        } else {
            DecisionKind kind = decision instanceof Decision.Keep ? DecisionKind.KEEP : DecisionKind.REFUSE;
            to.integer(kind.ordinal()).text(reason);
        }
    }

    public static Decision decision(FrameReader from) {
        DecisionKind kind = from.constant("decision", DecisionKind.values());
        String reason = from.text("reason", MAX_REASON_BYTES);
        return switch (kind) {
            case KEEP -> Decision.keep(reason);
            case REFUSE -> Decision.refuse(reason);
            case REBALANCE ->
                Decision.rebalance(from.list("positions", MAX_POSITIONS, StrategyFields::position), reason);
        };
    }

    public static void write(FrameWriter to, Position position) {
        to.integer(position.tickLower())
                .integer(position.tickUpper())
                .number(position.allocation0())
                .number(position.allocation1());
    }

    public static Position position(FrameReader from) {
        return new Position(
                from.integer("tickLower"),
                from.integer("tickUpper"),
                from.number("allocation0"),
                from.number("allocation1"));
    }

    public static void write(FrameWriter to, Swap swap) {
        to.longInteger(swap.blockNumber())
                .integer(swap.logIndex())
                .number(swap.price().sqrtPriceX96())
                .number(swap.liquidity())
                .number(swap.amount0())
                .number(swap.amount1())
                .optional(swap.feePips());
    }

    public static Swap swap(FrameReader from) {
        return new Swap(
                from.longInteger("blockNumber"),
                from.integer("logIndex"),
                price(from, "price"),
                from.number("liquidity"),
                from.number("amount0"),
                from.number("amount1"),
                from.optionalInteger("feePips"));
    }

    public static void write(FrameWriter to, Observation observation) {
        to.longInteger(observation.blockNumber()).number(observation.price().sqrtPriceX96());
    }

    public static Observation observation(FrameReader from) {
        return new Observation(from.longInteger("blockNumber"), price(from, "price"));
    }

    public static void write(FrameWriter to, InitializedTick tick) {
        to.integer(tick.tick()).number(tick.liquidityNet()).number(tick.liquidityGross());
    }

    public static InitializedTick initializedTick(FrameReader from) {
        return new InitializedTick(from.integer("tick"), from.number("liquidityNet"), from.number("liquidityGross"));
    }

    public static void write(FrameWriter to, PoolFacts pool) {
        for (PoolFacts.Token token : List.of(pool.token0(), pool.token1())) {
            to.text(token.symbol()).integer(token.decimals());
        }
        to.integer(pool.tickSpacing()).optional(pool.kind(), (writer, kind) -> writer.integer(kind.ordinal()));
    }

    public static PoolFacts poolFacts(FrameReader from) {
        return new PoolFacts(
                token(from),
                token(from),
                from.integer("tickSpacing"),
                from.optional("kind", reader -> reader.constant("kind", PoolFacts.Kind.values())));
    }

    private static PoolFacts.Token token(FrameReader from) {
        return new PoolFacts.Token(from.text("symbol", MAX_ID_BYTES), from.integer("decimals"));
    }

    private static Price price(FrameReader from, String field) {
        try {
            return new Price(from.number(field));
        } catch (IllegalArgumentException e) {
            throw new FrameException(field + ": " + e.getMessage());
        }
    }
}
