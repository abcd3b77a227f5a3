package weir.runner.component;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PropertyValuesTest {

    @interface Config {
        String PREFIX_ = "p.";

        int half_width();

        double share();

        boolean isLoud();

        char letter();

        String some$_$name();

        String under__score();

        TimeUnit unit();

        long[] numbers();

        String[] words();
    }

    @interface SomeName {
        byte value();
    }

    @interface Nested {
        SomeName other();
    }

    private static Config config(Map<String, Object> properties) {
        return (Config) PropertyValues.argument(Config.class, properties);
    }

    @Test
    void valuesAreConvertedToTheTypesOfTheMethods() {
        Config config = config(Map.of(
                "p.half.width",
                "200",
                "p.share",
                1,
                "p.isLoud",
                2.0,
                "p.letter",
                "xyz",
                "p.some-name",
                7L,
                "p.under_score",
                true,
                "p.unit",
                "DAYS",
                "p.numbers",
                new Integer[] {1, 2},
                "p.words",
                "one"));
        assertEquals(200, config.half_width());
        assertEquals(1.0, config.share());
        assertTrue(config.isLoud());
        assertEquals('x', config.letter());
        assertEquals("7", config.some$_$name());
        assertEquals("true", config.under__score());
        assertEquals(TimeUnit.DAYS, config.unit());
        assertArrayEquals(new long[] {1, 2}, config.numbers());
        assertArrayEquals(new String[] {"one"}, config.words());
    }

    @Test
    void missingPropertiesAreZeroFalseNullOrEmpty() {
        Config config = config(Map.of("half.width", 5));
        assertEquals(0, config.half_width());
        assertEquals(0.0, config.share());
        assertEquals(false, config.isLoud());
        assertEquals('\0', config.letter());
        assertNull(config.some$_$name());
        assertNull(config.unit());
        assertEquals(0, config.numbers().length);
    }

    @Test
    void onlyMethodNamedValueTakesTheNameOfItsType() {
        assertEquals(9, ((SomeName) PropertyValues.as(SomeName.class, Map.of("some.name", "9"))).value());
    }

    @Test
    void valuesThatCannotBeConvertedAreRejected() {
        assertThrows(NumberFormatException.class, () -> config(Map.of("p.half.width", "wide")));
        assertThrows(IllegalArgumentException.class, () -> config(Map.of("p.unit", "YEARS")));
        Map<String, Object> nested = Map.of("other", 1);
        String message = assertThrows(IllegalArgumentException.class, () -> PropertyValues.as(Nested.class, nested))
                .getMessage();
        assertTrue(message.contains("SomeName is not supported in a child process"), message);
        assertThrows(IllegalArgumentException.class, () -> PropertyValues.argument(List.class, Map.of()));
    }

    @Test
    void annotationEqualsItselfAndSaysItsType() {
        Config config = config(Map.of());
        assertEquals(Config.class, config.annotationType());
        assertEquals(config, config);
        assertNotEquals(config, config(Map.of()));
        assertTrue(config.toString().startsWith("@" + Config.class.getName()), config::toString);
        assertEquals(Map.of("a", 1), PropertyValues.argument(Map.class, Map.of("a", 1)));
    }
}
