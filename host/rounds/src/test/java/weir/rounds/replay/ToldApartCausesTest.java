package weir.rounds.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.experiment.StoredMarket;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.SwapSource;
import weir.rounds.internal.PlayedRounds;
import weir.rounds.replay.ComparedAnswer.Cause;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StatefulStrategy;
import weir.strategy.Swap;
import weir.testkit.Queries;

/** The played strategy depends on the price, the swaps and its state at once; each test changes only one of them. */
class ToldApartCausesTest {

    private static final int ROUND_BLOCKS = 450;
    private static final int STATE_OF_THE_REPLAY = 5;

    @TempDir
    Path folder;

    private StoredMarket market;
    private RebalanceQuery exact;

    /** Its allocation has digits of the price, the number of known swaps, and its state. */
    private static class OfAllInputs implements StatefulStrategy {
        private int state;

        OfAllInputs(int state) {
            this.state = state;
        }

        @Override
        public Decision decide(RebalanceQuery query, Market known) {
            BigInteger digits = query.currentPrice().sqrtPriceX96().mod(BigInteger.valueOf(1_000_003));
            return range(
                    digits.add(BigInteger.valueOf(10_000_000L * known.swaps(0).size() + 1_000_000_000_000L * state)));
        }

        @Override
        public byte[] saveState() {
            return ByteBuffer.allocate(Integer.BYTES).putInt(state).array();
        }

        @Override
        public void restoreState(byte[] saved) {
            state = ByteBuffer.wrap(saved).getInt();
        }
    }

    /** Ignores the price. */
    private static final class OfState extends OfAllInputs {
        OfState(int state) {
            super(state);
        }

        @Override
        public Decision decide(RebalanceQuery query, Market known) {
            return range(BigInteger.valueOf(1 + ByteBuffer.wrap(saveState()).getInt()));
        }
    }

    private static Decision range(BigInteger allocation) {
        return Decision.rebalance(List.of(new Position(-600, 600, allocation, BigInteger.ZERO)), "test");
    }

    @BeforeEach
    void findBlock() {
        market = new StoredMarket(folder);
        long first = StoredMarket.FIRST + 1_000;
        while (lastSwap(first).blockNumber() == first) {
            first++; // A round that starts in a block with a swap cannot be evaluated.
        }
        exact = query(first, lastSwap(first).price());
    }

    @AfterEach
    void close() {
        market.close();
    }

    private Swap lastSwap(long block) {
        return market.swaps.stream()
                .filter(swap -> swap.blockNumber() <= block)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static RebalanceQuery query(long block, Price price) {
        return Queries.query()
                .pairAddress(StoredMarket.POOL.address())
                .chainId(StoredMarket.POOL.chainId())
                .blockNumber(block)
                .price(price)
                .tickSpacing(StoredMarket.POOL.tickSpacing())
                .inventory(StoredMarket.INVENTORY)
                .build();
    }

    private RebalanceQuery withDouble() {
        double price = exact.currentPrice().sqrtPriceX96().doubleValue();
        return query(exact.blockNumber(), new Price(new BigDecimal(price).toBigInteger()));
    }

    /** The stored swaps up to a block. */
    private SwapSource swapsUpTo(long block) {
        SwapSource all = SwapSource.of(market.store, key -> Optional.of(StoredMarket.POOL));
        return (chain, pair, from, to, limit) -> all.swaps(chain, pair, from, Math.min(to, block), limit);
    }

    /** @param replayed returns the instance of the replay first, and then new ones */
    private ComparedAnswer compare(
            RebalanceStrategy played, RebalanceQuery query, long lastKnown, Supplier<RebalanceStrategy> replayed) {
        MarketView view = new MarketView(query, new PriceCache(), List.of(swapsUpTo(lastKnown)));
        try (LiveComparison comparison = new LiveComparison(
                market.store, StoredMarket.POOL, ROUND_BLOCKS, () -> LiveComparisonTest.handle(replayed.get()))) {
            return comparison
                    .compare(PlayedRounds.group(
                                    List.of(PlayedRounds.answer(query, played.decide(query, view), Duration.ZERO)))
                            .get(0))
                    .orElseThrow()
                    .get(0);
        }
    }

    private ComparedAnswer compare(int playedState, RebalanceQuery query, long lastKnown) {
        AtomicInteger instances = new AtomicInteger();
        return compare(
                new OfAllInputs(playedState),
                query,
                lastKnown,
                () -> new OfAllInputs(instances.getAndIncrement() == 0 ? STATE_OF_THE_REPLAY : 0));
    }

    @Test
    void sameInputsAndStateGiveNoDifference() {
        assertEquals(
                Cause.NONE, compare(STATE_OF_THE_REPLAY, exact, Long.MAX_VALUE).cause());
    }

    @Test
    void onlyThePriceIsADouble() {
        assertEquals(
                Cause.PRICE_AS_DOUBLE,
                compare(STATE_OF_THE_REPLAY, withDouble(), Long.MAX_VALUE).cause());
    }

    @Test
    void onlyTheNewestSwapIsMissing() {
        long last = lastSwap(exact.blockNumber()).blockNumber();
        ComparedAnswer compared = compare(STATE_OF_THE_REPLAY, exact, last - 1);
        assertEquals(Cause.MISSING_SWAPS, compared.cause(), compared.explanation());
        assertTrue(compared.explanation().contains("after block " + (last - 1)), compared.explanation());
    }

    /** Every query of a validator has the price as a double, so this alone must not hide another cause. */
    @Test
    void aSwapIsMissingAndThePriceIsADouble() {
        long last = lastSwap(exact.blockNumber()).blockNumber();
        assertEquals(
                Cause.MISSING_SWAPS,
                compare(STATE_OF_THE_REPLAY, withDouble(), last - 1).cause());
    }

    @Test
    void onlyTheStateDiffers() {
        for (int played : List.of(0, 3)) { // that of a new instance, and another one
            assertEquals(Cause.STATE, compare(played, exact, Long.MAX_VALUE).cause());
            assertEquals(
                    Cause.STATE, compare(played, withDouble(), Long.MAX_VALUE).cause());
        }
    }

    /** The price differs, too, but the strategy does not depend on it. */
    @Test
    void priceThatTheStrategyIgnoresIsNoCause() {
        AtomicInteger instances = new AtomicInteger();
        ComparedAnswer compared = compare(
                new OfState(0),
                withDouble(),
                Long.MAX_VALUE,
                () -> new OfState(instances.getAndIncrement() == 0 ? STATE_OF_THE_REPLAY : 0));
        assertEquals(Cause.STATE, compared.cause(), compared.explanation());
    }
}
