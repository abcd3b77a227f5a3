package weir.history.internal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UnixTimeTest {

    @Test
    void decimalNumbersAreRoundedDown() {
        assertEquals(OptionalLong.of(1_700_000_000), UnixTime.parse("1.7E9"));
        assertEquals(OptionalLong.of(1_700_000_000), UnixTime.parse("1700000000.9"));
    }

    /** Written out, each of these numbers fills the memory. */
    @ParameterizedTest
    @ValueSource(strings = {"1.5E100000000", "1.5E-100000000", "1.5E2000000000"})
    void hugeExponentsAreRejectedAtOnce(String text) {
        assertEquals(OptionalLong.empty(), UnixTime.parse(text));
        assertThrows(NumberFormatException.class, () -> Decimals.parse(text));
    }

    @Test
    void numbersOfADatabaseAreRead() {
        assertEquals(new BigDecimal("5.00"), Decimals.parse("5.00"));
        assertEquals(new BigDecimal("9".repeat(78)), Decimals.parse("9".repeat(78)));
    }
}
