package weir.isolation.frame;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import weir.isolation.frame.MarketCodec.Method;
import weir.strategy.Market;
import weir.strategy.PoolFacts;
import weir.strategy.Swap;

/** The market in a child process: asks the host for each value. Thread-safe if the transport is. */
public final class RemoteMarket implements Market {

    private final UnaryOperator<byte[]> transport;
    private final boolean isBacktest;

    /** @param transport sends a request and returns the answer's body */
    public RemoteMarket(UnaryOperator<byte[]> transport, boolean isBacktest) {
        this.transport = transport;
        this.isBacktest = isBacktest;
    }

    @Override
    public List<Observation> prices(long fromBlock) {
        return ask(
                request(Method.PRICES).int64(fromBlock),
                answer -> List.copyOf(answer.list("prices", MAX_ENTRIES, StrategyCodec::observation)));
    }

    @Override
    public List<Swap> swaps(long fromBlock) {
        return ask(
                request(Method.SWAPS).int64(fromBlock),
                answer -> List.copyOf(answer.list("swaps", MAX_ENTRIES, StrategyCodec::swap)));
    }

    @Override
    public boolean isBacktest() {
        return isBacktest;
    }

    @Override
    public Optional<PoolFacts> pool() {
        return ask(request(Method.POOL), answer -> answer.optional("pool", StrategyCodec::poolFacts));
    }

    @Override
    public Optional<BigInteger> liquidity() {
        return ask(
                request(Method.LIQUIDITY),
                answer -> answer.optional("liquidity", each -> each.bigInteger("liquidity")));
    }

    @Override
    public Optional<List<InitializedTick>> initializedTicks(int lowestTick, int highestTick) {
        return ask(
                request(Method.INITIALIZED_TICKS).int32(lowestTick).int32(highestTick),
                answer -> answer.optional(
                        "ticks", each -> List.copyOf(each.list("ticks", MAX_ENTRIES, StrategyCodec::initializedTick))));
    }

    @Override
    public Optional<Instant> blockTime(long blockNumber) {
        return ask(
                request(Method.BLOCK_TIME).int64(blockNumber), answer -> answer.optional("time", MarketCodec::instant));
    }

    private static FrameWriter request(Method method) {
        return new FrameWriter().int32(method.ordinal());
    }

    private <T> T ask(FrameWriter request, Function<FrameReader, T> read) {
        FrameReader answer = new FrameReader(transport.apply(request.toBody()));
        T value = read.apply(answer);
        answer.end();
        return value;
    }
}
