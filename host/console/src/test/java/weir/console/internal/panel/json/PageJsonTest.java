package weir.console.internal.panel.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageJsonTest {

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numberThatIsNotFiniteIsAGap(double value) {
        assertNull(PageJson.finite(value));
    }

    @Test
    void numberHasNineDigitsAtMost() {
        assertEquals("0.0", PageJson.of(PageJson.finite(-0.0)));
        assertEquals("33.3333333", PageJson.of(PageJson.finite(100 / 3.0)));
        assertEquals("1.23456789E-12", PageJson.of(PageJson.finite(1.2345678912e-12)));
        assertEquals("1.23456789E15", PageJson.of(PageJson.finite(1.2345678912e15)));
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(80) - 40);
            double rounded = PageJson.finite(value);
            // The ninth digit of a number half-way between two may differ by one.
            assertEquals(
                    Double.parseDouble(String.format(Locale.ROOT, "%.9g", value)), rounded, 1.01e-8 * Math.abs(value));
            assertEquals(rounded, PageJson.finite(rounded), "rounded once more");
        }
    }
}
