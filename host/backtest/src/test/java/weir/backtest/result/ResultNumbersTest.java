package weir.backtest.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultNumbersTest {

    /** What a real position earns in a round is often a millionth. */
    @ParameterizedTest
    @CsvSource({
        "0, +0.0000 %",
        "0.00001, +1.0e-05 %",
        "-0.00001, -1.0e-05 %",
        "0.0001, +0.0001 %",
        "-12.345678, -12.3457 %",
        "NaN, -"
    })
    void smallPercentagesAreNotShownAsZero(double value, String text) {
        assertEquals(text, ResultNumbers.formatPercent(value));
    }
}
