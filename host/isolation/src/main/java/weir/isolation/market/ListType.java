package weir.isolation.market;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import weir.isolation.frame.FrameReader;
import weir.isolation.frame.FrameWriter;
import weir.isolation.frame.StrategyCodec;
import weir.strategy.Market;
import weir.strategy.Market.Observation;
import weir.strategy.Swap;

/**
 * A method of {@link Market} that returns a growing list.
 *
 * @param <T> the entries, a record
 * @param ask calls the method with its first block
 * @param block the block of an entry
 */
record ListType<T>(
        String field,
        Asking<T> ask,
        ToLongFunction<T> block,
        BiConsumer<FrameWriter, T> write,
        Function<FrameReader, T> read) {

    static final ListType<Observation> PRICES = new ListType<>(
            "prices", Market::prices, Observation::blockNumber, StrategyCodec::write, StrategyCodec::observation);

    static final ListType<Swap> SWAPS =
            new ListType<>("swaps", Market::swaps, Swap::blockNumber, StrategyCodec::write, StrategyCodec::swap);

    /** A call of the market. */
    @FunctionalInterface
    interface Asking<T> {
        List<T> from(Market market, long fromBlock);
    }
}
