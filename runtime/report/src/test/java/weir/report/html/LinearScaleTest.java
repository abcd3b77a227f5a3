package weir.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinearScaleTest {

    @Test
    void mapsValuesAndLimitsThem() {
        LinearScale scale = new LinearScale(10, 20, 100, 0);
        assertEquals(100, scale.coordinate(10));
        assertEquals(50, scale.coordinate(15));
        assertEquals(0, scale.coordinate(25));
        assertEquals(100, scale.coordinate(-5));
    }

    @Test
    void marksAreRoundNumbers() {
        assertEquals(List.of(0.0, 2.0, 4.0, 6.0, 8.0, 10.0), new LinearScale(0, 10, 0, 1).roundValues(6));
        assertEquals(List.of(2000.0, 2050.0, 2100.0), new LinearScale(1990, 2110, 0, 1).roundValues(4));
        assertTrue(new LinearScale(0.00044, 0.00045, 0, 1).roundValues(5).size() >= 3);
    }
}
