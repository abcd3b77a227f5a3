package weir.isolation.market;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import weir.isolation.frame.FrameReader;
import weir.isolation.frame.FrameWriter;
import weir.isolation.frame.StrategyCodec;
import weir.isolation.market.MarketCodec.Method;
import weir.strategy.Market;
import weir.strategy.PoolFacts;
import weir.strategy.Swap;

/** The market in a child process: asks the host for each value. Thread-safe if the transport is. */
public final class RemoteMarket implements Market {

    private final UnaryOperator<byte[]> transport;
    private final boolean isBacktest;
    private final MarketMemory memory;
    private final int instance;
    private final ExpectedAnswers expected;

    /** A market without expected answers. */
    public RemoteMarket(UnaryOperator<byte[]> transport, boolean isBacktest, MarketMemory memory, int instance) {
        this(transport, isBacktest, memory, instance, ExpectedAnswers.none());
    }

    /**
     * @param transport sends a request and returns the answer's body
     * @param memory what this process has received before
     * @param instance number of the instance that asks; 0 if several ask together
     * @param expected answers that came with the query
     */
    public RemoteMarket(
            UnaryOperator<byte[]> transport,
            boolean isBacktest,
            MarketMemory memory,
            int instance,
            ExpectedAnswers expected) {
        this.transport = transport;
        this.isBacktest = isBacktest;
        this.memory = memory;
        this.instance = instance;
        this.expected = expected;
    }

    @Override
    public List<Observation> prices(long fromBlock) {
        return askList(Method.PRICES, ListType.PRICES, fromBlock);
    }

    @Override
    public List<Swap> swaps(long fromBlock) {
        return askList(Method.SWAPS, ListType.SWAPS, fromBlock);
    }

    private <T> List<T> askList(Method method, ListType<T> type, long fromBlock) {
        List<T> sent = expected.find(method, fromBlock);
        if (sent != null) {
            return sent;
        }
        KnownList<T> known = memory.list(instance, type);
        if (!known.tryLock()) {
            return askList(method, new KnownList<>(type), fromBlock, MarketCodec.NOT_REMEMBERED);
        }
        try {
            return askList(method, known, fromBlock, known.version());
        } finally {
            known.unlock();
        }
    }

    private <T> List<T> askList(Method method, KnownList<T> list, long fromBlock, long version) {
        return ask(request(method).int64(fromBlock).int64(version), list::read);
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
