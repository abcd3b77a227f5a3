package weir.isolation.market;

import java.time.DateTimeException;
import java.time.Instant;
import weir.isolation.frame.FrameException;
import weir.isolation.frame.FrameReader;
import weir.isolation.frame.FrameWriter;
import weir.isolation.frame.StrategyCodec;
import weir.strategy.Market;

/** Market data that a strategy in a child process asks for: a request names a method of {@link Market} and its arguments. */
public final class MarketCodec {

    /** The methods, except {@link Market#isBacktest}, which is sent with the query. */
    enum Method {
        PRICES,
        SWAPS,
        POOL,
        LIQUIDITY,
        INITIALIZED_TICKS,
        BLOCK_TIME
    }

    /** Instead of a version: the answer is not kept, because another thread uses the list. */
    static final long NOT_REMEMBERED = -1;

    private MarketCodec() {}

    /**
     * Calls the market as the request wants it.
     *
     * @param memory what was sent to this process before
     * @param instance number of the instance that asks; 0 if several ask together
     * @return the answer's body, for a {@link RemoteMarket}
     * @throws FrameException if the request is not valid
     */
    public static byte[] answer(byte[] request, Market market, MarketMemory memory, int instance) {
        FrameReader from = new FrameReader(request);
        Method method = from.constant("method", Method.values());
        FrameWriter to = new FrameWriter();
        switch (method) {
            case PRICES, SWAPS -> writeList(to, from, listType(method), market, memory, instance);
            case POOL -> {
                from.end();
                to.optional(market.pool(), StrategyCodec::write);
            }
            case LIQUIDITY -> {
                from.end();
                to.optional(market.liquidity(), FrameWriter::bigInteger);
            }
            case INITIALIZED_TICKS -> {
                int lowest = from.int32("lowestTick");
                int highest = from.int32("highestTick");
                from.end();
                to.optional(
                        market.initializedTicks(lowest, highest),
                        (writer, ticks) -> writer.list(ticks, StrategyCodec::write));
            }
            case BLOCK_TIME ->
                to.optional(market.blockTime(lastArgument(from)), (writer, time) -> writer.int64(time.getEpochSecond())
                        .int32(time.getNano()));
        }
        return to.toBody();
    }

    static boolean isList(Method method) {
        return method == Method.PRICES || method == Method.SWAPS;
    }

    /** The type of a method that returns a list. */
    static ListType<?> listType(Method method) {
        return method == Method.PRICES ? ListType.PRICES : ListType.SWAPS;
    }

    private static <T> void writeList(
            FrameWriter to, FrameReader from, ListType<T> type, Market market, MarketMemory memory, int instance) {
        long fromBlock = from.int64("block");
        long known = from.int64("known");
        from.end();
        KnownList<T> list = known == NOT_REMEMBERED ? new KnownList<>(type) : memory.list(instance, type);
        list.write(to, type.ask().from(market, fromBlock), known, memory.nextVersion());
    }

    private static long lastArgument(FrameReader from) {
        long block = from.int64("block");
        from.end();
        return block;
    }

    static Instant instant(FrameReader from) {
        try {
            return Instant.ofEpochSecond(from.int64("seconds"), from.int32("nanos"));
        } catch (DateTimeException | ArithmeticException e) {
            throw new FrameException("seconds: " + e.getMessage());
        }
    }
}
