package weir.uniswap.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickRangeTest {

    @Test
    void coversTheHalfWidthAndRoundsOutwards() {
        assertEquals(new TickRange(-2000, 2000), TickRange.around(0, 2000, 200));
        assertEquals(new TickRange(-2000, 2200), TickRange.around(1, 2000, 200));
        assertEquals(new TickRange(-2200, 2000), TickRange.around(-1, 2000, 200));
        assertEquals(new TickRange(-203_340, -199_320), TickRange.around(-201_337, 2000, 60));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 60, 200, 887_272})
    void isLegalForEveryTickAndWidth(int spacing) {
        int[] widths = {0, 1, spacing - 1, spacing, 2000, Integer.MAX_VALUE};
        for (int tick = TickMath.MIN_TICK; tick < TickMath.MAX_TICK; tick += 9_973) {
            for (int width : widths) {
                assertLegal(TickRange.around(tick, width, spacing), spacing);
            }
        }
        assertLegal(TickRange.around(TickMath.MIN_TICK, 0, spacing), spacing);
        assertLegal(TickRange.around(TickMath.MAX_TICK, 0, spacing), spacing);
    }

    private static void assertLegal(TickRange range, int spacing) {
        assertTrue(range.lower() >= TickMath.MIN_TICK && range.upper() <= TickMath.MAX_TICK, range::toString);
        assertTrue(range.lower() < range.upper(), range::toString);
        assertEquals(0, range.lower() % spacing, range::toString);
        assertEquals(0, range.upper() % spacing, range::toString);
    }

    @Test
    void returnsTheDistanceToTheNearerEnd() {
        TickRange range = new TickRange(-100, 300);
        assertEquals(400, range.width());
        assertEquals(100, range.distanceToEdge(0));
        assertEquals(10, range.distanceToEdge(290));
        assertEquals(-5, range.distanceToEdge(305));
    }

    @Test
    void rejectsInvalidRanges() {
        assertThrows(IllegalArgumentException.class, () -> new TickRange(60, 60));
        assertThrows(IllegalArgumentException.class, () -> TickRange.around(0, -1, 60));
        assertThrows(IllegalArgumentException.class, () -> TickRange.around(0, 100, 0));
        assertThrows(IllegalArgumentException.class, () -> TickRange.around(0, 100, TickMath.MAX_TICK + 1));
    }
}
