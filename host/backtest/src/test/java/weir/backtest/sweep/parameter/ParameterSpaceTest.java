package weir.backtest.sweep.parameter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How parameters are written, and what trials they make. */
class ParameterSpaceTest {

    @Test
    void rangesAndListsFormAGrid() {
        List<Trial> grid = space("width=1000..2000/500", "edge=0.1,0.25").grid();
        assertEquals(6, grid.size());
        assertEquals(Map.of("width", "1000", "edge", "0.1"), grid.get(0).parameters());
        assertEquals(Map.of("width", "1000", "edge", "0.25"), grid.get(1).parameters());
        assertEquals(Map.of("width", "2000", "edge", "0.25"), grid.get(5).parameters());
    }

    @Test
    void stepsAreDecimal() {
        assertEquals(
                List.of("0.1", "0.2", "0.3"),
                ParameterAxis.parse("edge=0.1..0.3/0.1").values());
        assertEquals(
                List.of("-20", "-5", "10"),
                ParameterAxis.parse("shift=-20..20/15").values());
    }

    @Test
    void valuesAreReadAsPeopleTypeThem() {
        assertEquals(
                List.of("1000", "1500", "2000"),
                ParameterAxis.parse("width = 1e3..2e3/5e2").values());
        assertEquals(List.of("a", "b"), ParameterAxis.parse("mode=a, b").values());
        assertEquals(
                List.of("[1,2]", "[3]", "[]"),
                ParameterAxis.parse("widths=[1,2],[3], []").values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "width",
                "=1",
                "width=",
                "width=1..",
                "width=2..1/1",
                "width=1..2/0",
                "width=1,,2",
                "a=1,1",
                "a=1..9/-1",
                "a=1..9223372036854775807",
                "a=-99999999999999999999..1"
            })
    void invalidAxesAreRejected(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> ParameterAxis.parse(text))
                .getMessage();
        assertTrue(message.startsWith("'" + text + "' ") && message.contains("write NAME="), message);
    }

    @Test
    void gridNeedsStepsAndUniqueParameters() {
        assertThrows(IllegalArgumentException.class, () -> space("width=1..2").grid());
        assertThrows(IllegalArgumentException.class, () -> space("a=1", "a=2"));
        assertThrows(IllegalArgumentException.class, () -> space("a=1..90000/1", "b=1..90000/1")
                .grid());
    }

    @Test
    void drawsDependOnlyOnTheSeed() {
        ParameterSpace space = space("width=1000..4000", "edge=0.05..0.5", "mode=a,b");
        assertEquals(space.draws(50, 7), space.draws(50, 7));
        assertNotEquals(space.draws(50, 7), space.draws(50, 8));
        for (Trial trial : space.draws(50, 7)) {
            int width = Integer.parseInt(trial.parameters().get("width"));
            double edge = Double.parseDouble(trial.parameters().get("edge"));
            assertTrue(width >= 1000 && width <= 4000 && edge >= 0.05 && edge <= 0.5, trial.toString());
        }
    }

    @Test
    void drawsAreDistinct() {
        assertEquals(6, space("a=1,2,3", "b=0..1").draws(100, 1).size());
    }

    private static ParameterSpace space(String... axes) {
        return new ParameterSpace(
                List.of(axes).stream().map(ParameterAxis::parse).toList());
    }
}
