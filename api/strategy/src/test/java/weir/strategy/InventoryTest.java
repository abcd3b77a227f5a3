package weir.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTest {

    @Test
    void partIsExactAndRoundsDown() {
        BigInteger big = BigInteger.ONE.shiftLeft(255).add(BigInteger.ONE);
        Inventory half = new Inventory(big, BigInteger.valueOf(3)).part(0.5);
        assertEquals(new Inventory(BigInteger.ONE.shiftLeft(254), BigInteger.ONE), half);
        assertEquals(Inventory.NONE, Inventory.NONE.part(0.3));
        assertEquals(big, new Inventory(big, big).part(1).amount0());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void partRejectsInvalidFractions(double fraction) {
        assertThrows(IllegalArgumentException.class, () -> Inventory.NONE.part(fraction));
    }
}
