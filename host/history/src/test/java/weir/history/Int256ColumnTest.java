package weir.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Wide columns against BigInteger, at the edges of every limb and of the double's mantissa. */
class Int256ColumnTest {

    @Test
    void edgesAgreeWithBigInteger() {
        List<BigInteger> values = new ArrayList<>();
        for (int bit = 0; bit < 256; bit++) {
            for (int around = -2; around <= 2; around++) {
                BigInteger value = BigInteger.ONE.shiftLeft(bit).add(BigInteger.valueOf(around));
                if (value.bitLength() < 256) {
                    values.add(value);
                    values.add(value.negate());
                }
            }
            if (bit < 255) {
                values.add(BigInteger.ONE.shiftLeft(bit).negate());
            }
        }
        values.add(BigInteger.ONE.shiftLeft(255).negate());
        Int256Column column = new Int256Column();
        values.forEach(value -> assertEqualToBigInteger(column, List.of(value)));
        assertEqualToBigInteger(column, values);
    }

    @Test
    void doublesRoundLikeBigInteger() {
        Random random = new Random(5);
        Int256Column column = new Int256Column();
        for (int i = 0; i < 20_000; i++) {
            int bits = 53 + random.nextInt(74);
            BigInteger value = new BigInteger(bits, random).setBit(bits);
            // Ties and near ties: the bits below the mantissa all zero but one.
            BigInteger tie = value.shiftRight(bits - 52).shiftLeft(1).setBit(0).shiftLeft(Math.max(0, bits - 53));
            for (BigInteger exact : List.of(value, tie, tie.add(BigInteger.ONE), tie.subtract(BigInteger.ONE))) {
                column.set(0, i % 2 == 0 ? exact : exact.negate());
                assertEquals(column.get(0).doubleValue(), column.toDouble(0));
            }
        }
    }

    @Test
    void valuesOfMoreThan256BitsAreRejected() {
        Int256Column column = new Int256Column();
        BigInteger tooWide = BigInteger.ONE.shiftLeft(255);
        assertThrows(IllegalArgumentException.class, () -> column.set(0, tooWide));
    }

    private static void assertEqualToBigInteger(Int256Column column, List<BigInteger> values) {
        for (int row = 0; row < values.size(); row++) {
            column.set(row, values.get(row));
        }
        for (int row = 0; row < values.size(); row++) {
            BigInteger expected = values.get(row);
            assertEquals(expected, column.get(row));
            assertEquals(expected.signum(), column.signum(row));
            assertEquals(expected.doubleValue(), column.toDouble(row));
        }
    }
}
