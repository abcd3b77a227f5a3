package weir.protocol.sr25519;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arithmetic modulo the group order, compared with BigInteger. */
class ScalarTest {
    static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    @Test
    void wideNumbersAreReduced() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            BigInteger wide = i == 0 ? BigInteger.TWO.pow(512).subtract(BigInteger.ONE) : new BigInteger(512, random);
            assertEquals(wide.mod(ORDER), big(Scalar.reduceWide(little(wide, 64))));
        }
        for (int i = -2; i <= 2; i++) {
            BigInteger near = ORDER.multiply(BigInteger.valueOf(15)).add(BigInteger.valueOf(i));
            assertEquals(near.mod(ORDER), big(Scalar.reduceWide(little(near, 64))));
        }
    }

    @Test
    void multiplyAddMatchesBigInteger() {
        Random random = new Random(2);
        BigInteger last = ORDER.subtract(BigInteger.ONE);
        for (int i = 0; i < 2_000; i++) {
            BigInteger a = i == 0 ? last : new BigInteger(300, random).mod(ORDER);
            BigInteger b = i <= 1 ? last : new BigInteger(300, random).mod(ORDER);
            BigInteger c = i <= 2 ? last : new BigInteger(300, random).mod(ORDER);
            int[] result = Scalar.multiplyAdd(words(a), words(b), words(c));
            assertEquals(a.multiply(b).add(c).mod(ORDER), big(result));
        }
    }

    @Test
    void onlyNumbersBelowTheOrderAreCanonical() {
        assertTrue(Scalar.isCanonical(words(BigInteger.ZERO)));
        assertTrue(Scalar.isCanonical(words(ORDER.subtract(BigInteger.ONE))));
        assertFalse(Scalar.isCanonical(words(ORDER)));
        assertFalse(Scalar.isCanonical(words(ORDER.add(BigInteger.ONE))));
        assertFalse(Scalar.isCanonical(words(BigInteger.TWO.pow(256).subtract(BigInteger.ONE))));
    }

    @Test
    void nonAdjacentFormsAddUpToTheNumber() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            BigInteger value = i == 0 ? ORDER.subtract(BigInteger.ONE) : new BigInteger(252, random);
            for (int width : new int[] {5, 8}) {
                byte[] digits = Scalar.wnaf(words(value), width);
                BigInteger sum = BigInteger.ZERO;
                for (int bit = 0; bit < digits.length; bit++) {
                    assertTrue(digits[bit] == 0 || digits[bit] % 2 != 0 && Math.abs(digits[bit]) < 1 << (width - 1));
                    sum = sum.add(BigInteger.valueOf(digits[bit]).shiftLeft(bit));
                }
                assertEquals(value, sum);
            }
        }
    }

    static byte[] little(BigInteger value, int length) {
        byte[] little = new byte[length];
        for (int i = 0; i < length; i++) {
            little[i] = value.shiftRight(8 * i).byteValue();
        }
        return little;
    }

    private static int[] words(BigInteger value) {
        return Scalar.decode(little(value, 32), 0);
    }

    private static BigInteger big(int[] words) {
        byte[] little = new byte[32];
        Scalar.encode(words, little, 0);
        BigInteger value = BigInteger.ZERO;
        for (int i = 31; i >= 0; i--) {
            value = value.shiftLeft(8).add(BigInteger.valueOf(little[i] & 0xff));
        }
        return value;
    }
}
