package weir.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import weir.market.PoolReplay.ContradictionException;
import weir.strategy.Market.InitializedTick;
import weir.uniswap.v3.TickMath;

class PoolReplayTest {

    private final PoolReplay replay = new PoolReplay();

    @BeforeEach
    void initialize() {
        replay.initialize(TickMath.getSqrtRatioAtTick(0), 0);
    }

    @Test
    void mintsAndBurnsChangeLiquidityOnlyInTheirRange() {
        replay.mint(-60, 60, big(100));
        replay.mint(60, 120, big(7));
        replay.mint(-120, 0, big(3));
        assertEquals(big(100), replay.liquidity(), "upper ends do not belong to ranges");
        replay.burn(-60, 60, big(40));
        assertEquals(big(60), replay.liquidity());
        assertEquals(
                List.of(tick(-120, 3, 3), tick(-60, 60, 60), tick(0, -3, 3), tick(60, -53, 67), tick(120, -7, 7)),
                replay.ticks(-887_272, 887_272));
        assertEquals(List.of(tick(0, -3, 3)), replay.ticks(-59, 59));
        assertEquals(List.of(), replay.ticks(1, 0));
    }

    @Test
    void burnOfAllLiquidityRemovesTicks() {
        replay.mint(-60, 60, big(5));
        replay.burn(-60, 60, BigInteger.ZERO);
        replay.burn(-60, 60, big(5));
        assertEquals(List.of(), replay.ticks(-887_272, 887_272));
        assertEquals(BigInteger.ZERO, replay.liquidity());
    }

    @Test
    void swapsCrossTicksInBothDirections() {
        replay.mint(-60, 60, big(5));
        replay.mint(60, 120, big(2));
        swapTo(60, 2);
        swapTo(119, 2);
        swapTo(60, 2);
        // A swap that ends exactly on a tick from above has crossed it: the contract stores the tick below.
        replay.swap(TickMath.getSqrtRatioAtTick(60), 59, big(5));
        assertEquals(big(5), replay.liquidity());
        swapTo(-61, 0);
        assertEquals(-61, replay.tick());
    }

    @Test
    void contradictionsAreRejectedAndChangeNothing() {
        replay.mint(-60, 60, big(5));
        assertContradiction("reports liquidity 6, and the positions give 5", () -> swapTo(10, 6));
        assertContradiction("do not have the liquidity", () -> replay.burn(-60, 60, big(6)));
        assertContradiction("do not have the liquidity", () -> replay.burn(-120, 60, big(1)));
        assertContradiction("a second time", this::initialize);
        assertContradiction("not a range", () -> replay.mint(60, 60, big(1)));
        assertContradiction("not a range", () -> replay.mint(-887_273, 60, big(1)));
        assertContradiction("adds -1", () -> replay.mint(-60, 60, big(-1)));
        assertContradiction("removes -1", () -> replay.burn(-60, 60, big(-1)));
        assertContradiction("Initialize", () -> new PoolReplay().mint(-60, 60, big(1)));
        assertContradiction("Initialize", () -> new PoolReplay().swap(BigInteger.ONE, 0, BigInteger.ZERO));
        assertEquals(big(5), replay.liquidity());
        assertEquals(0, replay.tick());
        assertEquals(List.of(tick(-60, 5, 5), tick(60, -5, 5)), replay.ticks(-887_272, 887_272));
    }

    private void swapTo(int tick, int liquidity) {
        replay.swap(TickMath.getSqrtRatioAtTick(tick), tick, big(liquidity));
    }

    private static void assertContradiction(String says, Executable event) {
        String message = assertThrows(ContradictionException.class, event).getMessage();
        assertTrue(message.contains(says), message);
    }

    private static InitializedTick tick(int tick, int net, int gross) {
        return new InitializedTick(tick, big(net), big(gross));
    }

    private static BigInteger big(int value) {
        return BigInteger.valueOf(value);
    }
}
