package weir.rounds.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.experiment.StoredMarket;
import weir.backtest.experiment.StrategyFactory.StrategyHandle;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.SwapSource;
import weir.rounds.PlayedRound;
import weir.rounds.internal.PlayedRounds;
import weir.rounds.replay.ComparedAnswer.Cause;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.Swap;
import weir.testkit.Queries;

/** Each test plays one query at a block of a stored market, and replays it. */
class LiveComparisonTest {

    private static final long ROUND_BLOCKS = 450;

    @TempDir
    Path folder;

    private static Decision range(BigInteger allocation) {
        return Decision.rebalance(List.of(new Position(-600, 600, allocation, BigInteger.ZERO)), "test");
    }

    /** Its allocation depends on all digits of the price. */
    private static final RebalanceStrategy BY_PRICE =
            (query, market) -> range(query.currentPrice().sqrtPriceX96().mod(BigInteger.valueOf(1_000_003)));

    private static final RebalanceStrategy BY_SWAPS =
            (query, market) -> range(BigInteger.valueOf(1 + market.swaps(0).size()));

    private static RebalanceQuery query(StoredMarket market, long block) {
        Swap last = market.swaps.stream()
                .filter(swap -> swap.blockNumber() <= block)
                .reduce((first, second) -> second)
                .orElseThrow();
        return Queries.query()
                .pairAddress(StoredMarket.POOL.address())
                .chainId(StoredMarket.POOL.chainId())
                .blockNumber(block)
                .price(last.price())
                .tickSpacing(StoredMarket.POOL.tickSpacing())
                .inventory(StoredMarket.INVENTORY)
                .build();
    }

    private static RebalanceQuery withPrice(RebalanceQuery query, Price price) {
        return Queries.query()
                .pairAddress(query.pairAddress())
                .chainId(query.chainId())
                .blockNumber(query.blockNumber())
                .price(price)
                .tickSpacing(query.tickSpacing())
                .inventory(query.inventoryRemaining())
                .build();
    }

    private static Price asDouble(Price price) {
        return new Price(new BigDecimal(price.sqrtPriceX96().doubleValue()).toBigInteger());
    }

    /** A strategy that needs no end. */
    static StrategyHandle handle(RebalanceStrategy strategy) {
        return new StrategyHandle() {
            @Override
            public RebalanceStrategy strategy() {
                return strategy;
            }

            @Override
            public void close() {}
        };
    }

    private static ComparedAnswer compare(
            StoredMarket market, Supplier<RebalanceStrategy> strategies, AnswerEvent answer) {
        try (LiveComparison comparison =
                new LiveComparison(market.store, StoredMarket.POOL, ROUND_BLOCKS, () -> handle(strategies.get()))) {
            PlayedRound round = PlayedRounds.group(List.of(answer)).get(0);
            List<ComparedAnswer> answers = comparison.compare(round).orElseThrow();
            assertEquals(1, answers.size());
            return answers.get(0);
        }
    }

    /** @param play changes the query and answers it, as the host did */
    private ComparedAnswer play(
            RebalanceStrategy strategy, BiFunction<RebalanceQuery, StoredMarket, AnswerEvent> play) {
        try (StoredMarket market = new StoredMarket(folder)) {
            long block = StoredMarket.FIRST + 1_000;
            while (hasSwap(market, block)) {
                block++; // A round that starts in a block with a swap cannot be evaluated.
            }
            return compare(market, () -> strategy, play.apply(query(market, block), market));
        }
    }

    private static boolean hasSwap(StoredMarket market, long block) {
        return market.swaps.stream().anyMatch(swap -> swap.blockNumber() == block);
    }

    private static AnswerEvent answer(RebalanceStrategy strategy, RebalanceQuery query, SwapSource... sources) {
        MarketView view = new MarketView(query, new PriceCache(), List.of(sources));
        return PlayedRounds.answer(query, strategy.decide(query, view), Duration.ZERO);
    }

    private static SwapSource stored(StoredMarket market) {
        return SwapSource.of(market.store, key -> Optional.of(StoredMarket.POOL));
    }

    @Test
    void sameInputsGiveNoDifference() {
        for (RebalanceStrategy strategy : List.of(BY_PRICE, BY_SWAPS, StoredMarket.CENTERED)) {
            ComparedAnswer compared = play(strategy, (query, market) -> answer(strategy, query, stored(market)));
            assertEquals(Cause.NONE, compared.cause(), compared.explanation());
        }
    }

    @Test
    void priceAsADoubleIsNamed() {
        ComparedAnswer compared =
                play(BY_PRICE, (query, market) -> answer(BY_PRICE, withPrice(query, asDouble(query.currentPrice()))));
        assertEquals(Cause.PRICE_AS_DOUBLE, compared.cause());
    }

    @Test
    void otherPriceIsNamedWithBothPrices() {
        Price other = Price.atTick(100);
        ComparedAnswer compared = play(BY_PRICE, (query, market) -> answer(BY_PRICE, withPrice(query, other)));
        assertEquals(Cause.OTHER_PRICE, compared.cause());
        assertTrue(compared.explanation().contains(other.sqrtPriceX96().toString()), compared.explanation());
    }

    @Test
    void missingSwapsAreNamed() {
        ComparedAnswer compared = play(BY_SWAPS, (query, market) -> answer(BY_SWAPS, query));
        assertEquals(Cause.MISSING_SWAPS, compared.cause());
    }

    @Test
    void lateAnswerIsNamed() {
        ComparedAnswer compared = play(BY_PRICE, (query, market) -> {
            AnswerEvent event = answer(BY_PRICE, query);
            Answer late = new Answer(
                    Decision.keep("no answer within 3 s"),
                    event.answer().route(),
                    event.answer().strategy(),
                    event.answer().version(),
                    Outcome.TIMEOUT);
            return new AnswerEvent(event.time(), query, event.caller(), late, Duration.ofSeconds(3));
        });
        assertEquals(Cause.LATE_ANSWER, compared.cause());
        assertTrue(compared.explanation().contains("no answer within 3 s"), compared.explanation());
    }

    @Test
    void stateOfEarlierRoundsIsNamed() {
        AtomicInteger instances = new AtomicInteger();
        // The first instance replays; it differs from the new ones, which decide as the played one did.
        Supplier<RebalanceStrategy> strategies = () -> {
            BigInteger allocation = BigInteger.valueOf(instances.getAndIncrement() == 0 ? 7 : 9);
            return (query, market) -> range(allocation);
        };
        try (StoredMarket market = new StoredMarket(folder)) {
            RebalanceQuery query = query(market, StoredMarket.FIRST + 1_000);
            AnswerEvent played = PlayedRounds.answer(query, range(BigInteger.valueOf(9)), Duration.ZERO);
            assertEquals(Cause.STATE, compare(market, strategies, played).cause());
        }
    }

    @Test
    void lostAnswerShowsInThePositionsOfTheNextQuery() {
        RebalanceStrategy once = (query, market) ->
                query.currentPositions().isEmpty() ? range(BigInteger.TEN) : Decision.keep("deployed");
        try (StoredMarket market = new StoredMarket(folder);
                LiveComparison comparison =
                        new LiveComparison(market.store, StoredMarket.POOL, ROUND_BLOCKS, () -> handle(once))) {
            List<AnswerEvent> answers = new ArrayList<>();
            for (long block : List.of(StoredMarket.FIRST + 1_000, StoredMarket.FIRST + 1_100)) {
                RebalanceQuery query = query(market, block); // without positions both times
                answers.add(PlayedRounds.answer(query, range(BigInteger.TEN), Duration.ZERO));
            }
            PlayedRound round = PlayedRounds.group(answers).get(0);
            List<ComparedAnswer> compared = comparison.compare(round).orElseThrow();
            assertEquals(
                    List.of(Cause.NONE, Cause.OTHER_POSITIONS),
                    compared.stream().map(ComparedAnswer::cause).toList());
        }
    }

    @Test
    void roundWithoutStoredSwapsIsNotCompared() {
        try (StoredMarket market = new StoredMarket(folder);
                LiveComparison comparison =
                        new LiveComparison(market.store, StoredMarket.POOL, ROUND_BLOCKS, () -> handle(BY_PRICE))) {
            RebalanceQuery query = query(market, StoredMarket.LAST - 10);
            AnswerEvent played = PlayedRounds.answer(query, range(BigInteger.ONE), Duration.ZERO);
            assertEquals(
                    Optional.empty(),
                    comparison.compare(PlayedRounds.group(List.of(played)).get(0)));
        }
    }
}
