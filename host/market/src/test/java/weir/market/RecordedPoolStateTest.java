package weir.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.history.PoolEvent;
import weir.history.SwapRow;
import weir.uniswap.v3.TickMath;

/** State rebuilt from the events of recorded contracts, compared with what the contracts themselves returned. */
class RecordedPoolStateTest {

    @ParameterizedTest
    @ValueSource(strings = {"uniswap-v3", "slipstream"})
    void stateEqualsThatOfTheContractAtEveryBlock(String kind) {
        RecordedEvents recording = new RecordedEvents(kind);
        Deque<SwapRow> swaps = new ArrayDeque<>(recording.swaps());
        Deque<PoolEvent> events = new ArrayDeque<>(recording.events());
        PoolReplay replay = new PoolReplay();
        int statesWithPrice = 0;
        for (RecordedEvents.State state : recording.states()) {
            applyThrough(state.block(), swaps, events, replay);
            if (state.sqrtPriceX96().signum() == 0) {
                assertFalse(replay.isInitialized(), "block " + state.block());
            } else {
                statesWithPrice++;
                assertEquals(state.sqrtPriceX96(), replay.sqrtPriceX96(), "price at block " + state.block());
                assertEquals(state.tick(), replay.tick(), "tick at block " + state.block());
                assertEquals(state.liquidity(), replay.liquidity(), "liquidity at block " + state.block());
            }
        }
        assertTrue(swaps.isEmpty() && events.isEmpty(), "every event belongs to a block");
        assertTrue(statesWithPrice > 80, "only a few states have a price");
        assertEquals(
                recording.ticksAtEnd(),
                replay.ticks(TickMath.MIN_TICK, TickMath.MAX_TICK),
                "gross and net liquidity of every initialised tick");
        System.out.println(kind + ": " + recording.logCount() + " events, "
                + recording.states().size() + " states and "
                + recording.ticksAtEnd().size() + " ticks equal");
    }

    private static void applyThrough(long block, Deque<SwapRow> swaps, Deque<PoolEvent> events, PoolReplay replay) {
        while (true) {
            boolean hasSwap = !swaps.isEmpty() && swaps.peek().block() <= block;
            boolean hasEvent = !events.isEmpty() && events.peek().block() <= block;
            if (!hasSwap && !hasEvent) {
                return;
            }
            if (hasEvent && (!hasSwap || isBefore(events.peek(), swaps.peek()))) {
                replay.apply(events.remove());
            } else {
                SwapRow swap = swaps.remove();
                replay.swap(swap.sqrtPriceX96(), swap.tick(), swap.liquidity());
            }
        }
    }

    private static boolean isBefore(PoolEvent event, SwapRow swap) {
        return event.block() < swap.block() || event.block() == swap.block() && event.logIndex() < swap.logIndex();
    }
}
