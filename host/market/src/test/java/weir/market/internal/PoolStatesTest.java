package weir.market.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.RecentEvents;
import weir.history.RecentEvents.Snapshot;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.RecordedEvents;
import weir.market.RecordedEvents.State;
import weir.strategy.Market;
import weir.strategy.Market.InitializedTick;
import weir.strategy.PoolFacts;
import weir.strategy.Swap;
import weir.testkit.Queries;

/** What strategies see of recorded pools, stored completely or with the newest blocks in memory. */
class PoolStatesTest {

    private static final int MIN = -887_272;
    private static final int MAX = 887_272;

    @TempDir
    Path folder;

    private SwapStore store;

    @BeforeEach
    void open() {
        store = SwapStore.embedded(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniswap-v3", "slipstream"})
    void viewIsThatOfTheContractAndTheSameLiveAndStored(String kind) {
        RecordedEvents recording = new RecordedEvents(kind);
        PoolKey pool = recording.pool();
        List<State> states = recording.states();
        long first = states.get(0).block();
        long last = states.get(states.size() - 1).block();
        long middle = (first + last) / 2;
        store(pool, recording, first, last);
        SwapStore liveStore = SwapStore.embedded(folder.resolve("live"));
        store(liveStore, pool, recording, first, middle, true);
        // The snapshot begins in stored blocks, as after a final block was stored.
        RecentEvents recent = asked -> Optional.of(snapshot(pool, recording, middle - 5, last));
        HistorySwapSource live = new HistorySwapSource(liveStore, key -> Optional.empty(), recent);
        HistorySwapSource stored = source();
        int known = 0;
        for (State state : states) {
            Market view = view(live, pool, state.block());
            Market replayed = view(stored, pool, state.block());
            boolean hasSwaps = !view.swaps(0).isEmpty();
            assertEquals(
                    hasSwaps ? Optional.of(state.liquidity()) : Optional.empty(),
                    view.liquidity(),
                    "block " + state.block());
            assertEquals(view.liquidity(), replayed.liquidity());
            assertEquals(view.swaps(0), replayed.swaps(0));
            assertEquals(view.prices(0), replayed.prices(0));
            assertEquals(view.initializedTicks(MIN, MAX), replayed.initializedTicks(MIN, MAX));
            assertEquals(
                    state.sqrtPriceX96().signum() > 0,
                    view.initializedTicks(MIN, MAX).isPresent(),
                    "block " + state.block());
            known += hasSwaps ? 1 : 0;
        }
        assertTrue(known > 70);
        assertEquals(Optional.of(recording.ticksAtEnd()), view(live, pool, last).initializedTicks(MIN, MAX));
        List<Swap> swaps = view(live, pool, last).swaps(0);
        assertTrue(swaps.stream().filter(swap -> swap.feePips().isPresent()).count() > 0.8 * swaps.size());
    }

    @Test
    void olderQueriesSeeOlderTicksAfterNewerOnes() {
        RecordedEvents recording = new RecordedEvents("uniswap-v3");
        PoolKey pool = recording.pool();
        List<State> states = recording.states();
        long last = states.get(states.size() - 1).block();
        store(pool, recording, states.get(0).block(), last);
        HistorySwapSource source = source();
        List<Optional<List<InitializedTick>>> ascending = states.stream()
                .map(state -> view(source, pool, state.block()).initializedTicks(MIN, MAX))
                .toList();
        // Far later, so that the kept state moves on.
        store.append(pool, new BlockRange(last + 1, last + 10_000), new SwapBatch(), List.of());
        assertEquals(
                Optional.of(recording.ticksAtEnd()),
                view(source, pool, last + 10_000).initializedTicks(MIN, MAX));
        for (int i = states.size() - 1; i >= 0; i--) {
            assertEquals(
                    ascending.get(i), view(source, pool, states.get(i).block()).initializedTicks(MIN, MAX));
        }
    }

    @Test
    void oldStateIsUnknown() {
        RecordedEvents recording = new RecordedEvents("uniswap-v3");
        PoolKey pool = recording.pool();
        List<State> states = recording.states();
        long last = states.get(states.size() - 1).block();
        store(pool, recording, states.get(0).block(), last);
        Market recent = view(source(), pool, last + PoolStates.MAX_LAG_BLOCKS);
        assertTrue(recent.liquidity().isPresent()
                && recent.initializedTicks(MIN, MAX).isPresent());
        Market late = view(source(), pool, last + PoolStates.MAX_LAG_BLOCKS + 1);
        assertEquals(Optional.empty(), late.liquidity());
        assertEquals(Optional.empty(), late.initializedTicks(MIN, MAX));
        assertFalse(late.swaps(0).isEmpty(), "the swaps themselves say their blocks");
    }

    @Test
    void ticksAreUnknownWithoutAllMintsAndBurns() {
        RecordedEvents recording = new RecordedEvents("uniswap-v3");
        PoolKey pool = recording.pool();
        List<State> states = recording.states();
        long last = states.get(states.size() - 1).block();
        long afterCreation = recording.events().get(3).block() + 1;
        store(pool, recording, afterCreation, last);
        Market withoutCreation = view(source(), pool, last);
        assertEquals(Optional.empty(), withoutCreation.initializedTicks(MIN, MAX));
        assertEquals(
                Optional.of(states.get(states.size() - 1).liquidity()),
                withoutCreation.liquidity(),
                "mints and burns since the last swap suffice for it");

        SwapStore swapsOnly = SwapStore.embedded(folder.resolve("swaps"));
        store(swapsOnly, pool, recording, states.get(0).block(), last, false);
        Market withoutEvents = view(new HistorySwapSource(swapsOnly, key -> Optional.empty()), pool, last);
        assertEquals(Optional.empty(), withoutEvents.initializedTicks(MIN, MAX));
        List<SwapRow> swaps = recording.swaps();
        assertEquals(
                Optional.of(swaps.get(swaps.size() - 1).liquidity()),
                withoutEvents.liquidity(),
                "as the last swap reported it");
    }

    @Test
    void missingMintIsNoticed() {
        RecordedEvents recording = new RecordedEvents("uniswap-v3");
        PoolKey pool = recording.pool();
        List<State> states = recording.states();
        long last = states.get(states.size() - 1).block();
        SwapBatch swaps = new SwapBatch();
        recording.swaps().forEach(swaps::add);
        List<PoolEvent> events = new ArrayList<>(recording.events());
        events.remove(1);
        assertTrue(recording.events().get(1) instanceof PoolEvent.Mint);
        store.append(pool, new BlockRange(states.get(0).block(), last), swaps, events);
        assertEquals(Optional.empty(), view(source(), pool, last).initializedTicks(MIN, MAX));
    }

    @Test
    void factsComeFromTheMetadataOfThePool() {
        PoolKey pool = new PoolKey(8453, "0x" + "ab".repeat(20));
        PoolMetadata metadata = new PoolMetadata(
                8453,
                pool.address(),
                new PoolMetadata.Token("WETH", 18),
                new PoolMetadata.Token("USDC", 6),
                500,
                10,
                Optional.of(PoolMetadata.Kind.SLIPSTREAM));
        HistorySwapSource source =
                new HistorySwapSource(store, key -> key.equals(pool) ? Optional.of(metadata) : Optional.empty());
        assertEquals(
                Optional.of(new PoolFacts(
                        new PoolFacts.Token("WETH", 18),
                        new PoolFacts.Token("USDC", 6),
                        10,
                        Optional.of(PoolFacts.Kind.SLIPSTREAM))),
                view(source, pool, 5).pool());
        assertEquals(
                Optional.empty(),
                view(source, new PoolKey(1, pool.address()), 5).pool());
    }

    private HistorySwapSource source() {
        return new HistorySwapSource(store, pool -> Optional.empty());
    }

    private static Market view(HistorySwapSource source, PoolKey pool, long block) {
        return new MarketView(
                Queries.query()
                        .chainId(pool.chainId())
                        .pairAddress(pool.address())
                        .blockNumber(block)
                        .build(),
                new PriceCache(),
                List.of(source));
    }

    private void store(PoolKey pool, RecordedEvents recording, long first, long last) {
        store(store, pool, recording, first, last, true);
    }

    private static void store(
            SwapStore store, PoolKey pool, RecordedEvents recording, long first, long last, boolean withEvents) {
        BlockRange blocks = new BlockRange(first, last);
        SwapBatch swaps = new SwapBatch();
        recording.swaps().stream().filter(swap -> blocks.contains(swap.block())).forEach(swaps::add);
        if (withEvents) {
            store.append(
                    pool,
                    blocks,
                    swaps,
                    recording.events().stream()
                            .filter(event -> blocks.contains(event.block()))
                            .toList());
        } else {
            store.append(pool, blocks, swaps);
        }
    }

    private static Snapshot snapshot(PoolKey pool, RecordedEvents recording, long first, long last) {
        return new Snapshot(
                pool,
                new BlockRange(first, last),
                "0x" + "0".repeat(64),
                0,
                recording.swaps().stream().filter(swap -> swap.block() >= first).toList(),
                recording.events().stream()
                        .filter(event -> event.block() >= first)
                        .toList());
    }
}
