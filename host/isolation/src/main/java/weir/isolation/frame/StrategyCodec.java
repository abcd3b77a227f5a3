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

/** Writes and reads the types of {@code weir.strategy}. A value that the constructor of its type rejects causes a {@link FrameException}. */
public final class StrategyCodec {

    /** Maximum number of positions in a query or a decision; the guard would reject more anyway. */
    public static final int MAX_POSITIONS = 1_000;

    private static final int MAX_TEXT_BYTES = 4_096;
    private static final int MAX_REASON_BYTES = 65_536;

    private enum DecisionKind {
        KEEP,
        REBALANCE,
        REFUSE
    }

    private StrategyCodec() {}

    public static void write(FrameWriter to, RebalanceQuery query) {
        to.text(query.jobId())
                .text(query.snLiquidityManagerAddress())
                .text(query.pairAddress())
                .int64(query.chainId())
                .text(query.roundId())
                .int32(query.roundType().ordinal())
                .int64(query.blockNumber())
                .bigInteger(query.currentPrice().sqrtPriceX96())
                .list(query.currentPositions(), StrategyCodec::write)
                .bigInteger(query.inventoryRemaining().amount0())
                .bigInteger(query.inventoryRemaining().amount1())
                .int32(query.rebalancesSoFar())
                .int32(query.tickSpacing());
    }

    public static RebalanceQuery query(FrameReader from) {
        return new RebalanceQuery(
                from.text("jobId", MAX_TEXT_BYTES),
                from.text("snLiquidityManagerAddress", MAX_TEXT_BYTES),
                from.text("pairAddress", MAX_TEXT_BYTES),
                from.int64("chainId"),
                from.text("roundId", MAX_TEXT_BYTES),
                from.constant("roundType", RoundType.values()),
                from.int64("blockNumber"),
                price(from, "currentPrice"),
                from.list("currentPositions", MAX_POSITIONS, StrategyCodec::position),
                new Inventory(from.bigInteger("amount0"), from.bigInteger("amount1")),
                from.int32("rebalancesSoFar"),
                from.int32("tickSpacing"));
    }

    /** A reason is cut to {@code MAX_REASON_BYTES / 4} characters, since a character has at most 4 bytes in UTF-8. */
    public static void write(FrameWriter to, Decision decision) {
        String reason =
                decision.reason().substring(0, Math.min(decision.reason().length(), MAX_REASON_BYTES / 4));
        if (decision instanceof Decision.Rebalance rebalance) {
            to.int32(DecisionKind.REBALANCE.ordinal()).text(reason).list(rebalance.positions(), StrategyCodec::write);
        } else {
            DecisionKind kind = decision instanceof Decision.Keep ? DecisionKind.KEEP : DecisionKind.REFUSE;
            to.int32(kind.ordinal()).text(reason);
        }
    }

    public static Decision decision(FrameReader from) {
        DecisionKind kind = from.constant("decision", DecisionKind.values());
        String reason = from.text("reason", MAX_REASON_BYTES);
        return switch (kind) {
            case KEEP -> Decision.keep(reason);
            case REFUSE -> Decision.refuse(reason);
            case REBALANCE ->
                Decision.rebalance(from.list("positions", MAX_POSITIONS, StrategyCodec::position), reason);
        };
    }

    public static void write(FrameWriter to, Position position) {
        to.int32(position.tickLower())
                .int32(position.tickUpper())
                .bigInteger(position.allocation0())
                .bigInteger(position.allocation1());
    }

    public static Position position(FrameReader from) {
        return new Position(
                from.int32("tickLower"),
                from.int32("tickUpper"),
                from.bigInteger("allocation0"),
                from.bigInteger("allocation1"));
    }

    public static void write(FrameWriter to, Swap swap) {
        to.int64(swap.blockNumber())
                .int32(swap.logIndex())
                .bigInteger(swap.price().sqrtPriceX96())
                .bigInteger(swap.liquidity())
                .bigInteger(swap.amount0())
                .bigInteger(swap.amount1())
                .optional(swap.feePips());
    }

    public static Swap swap(FrameReader from) {
        return new Swap(
                from.int64("blockNumber"),
                from.int32("logIndex"),
                price(from, "price"),
                from.bigInteger("liquidity"),
                from.bigInteger("amount0"),
                from.bigInteger("amount1"),
                from.optionalInt32("feePips"));
    }

    public static void write(FrameWriter to, Observation observation) {
        to.int64(observation.blockNumber()).bigInteger(observation.price().sqrtPriceX96());
    }

    public static Observation observation(FrameReader from) {
        return new Observation(from.int64("blockNumber"), price(from, "price"));
    }

    public static void write(FrameWriter to, InitializedTick tick) {
        to.int32(tick.tick()).bigInteger(tick.liquidityNet()).bigInteger(tick.liquidityGross());
    }

    public static InitializedTick initializedTick(FrameReader from) {
        return new InitializedTick(
                from.int32("tick"), from.bigInteger("liquidityNet"), from.bigInteger("liquidityGross"));
    }

    public static void write(FrameWriter to, PoolFacts pool) {
        for (PoolFacts.Token token : List.of(pool.token0(), pool.token1())) {
            to.text(token.symbol()).int32(token.decimals());
        }
        to.int32(pool.tickSpacing()).optional(pool.kind(), (writer, kind) -> writer.int32(kind.ordinal()));
    }

    public static PoolFacts poolFacts(FrameReader from) {
        return new PoolFacts(
                token(from),
                token(from),
                from.int32("tickSpacing"),
                from.optional("kind", reader -> reader.constant("kind", PoolFacts.Kind.values())));
    }

    private static PoolFacts.Token token(FrameReader from) {
        return new PoolFacts.Token(from.text("symbol", MAX_TEXT_BYTES), from.int32("decimals"));
    }

    private static Price price(FrameReader from, String field) {
        try {
            return new Price(from.bigInteger(field));
        } catch (IllegalArgumentException e) {
            throw new FrameException(field + ": " + e.getMessage());
        }
    }
}
