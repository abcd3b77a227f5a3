package weir.history.internal.csv;

import java.math.BigDecimal;
import java.math.BigInteger;
import weir.history.internal.check.Decimals;

/** Reads the notations of numbers that exports contain: decimal, hexadecimal, scientific. Stateless. */
final class CsvNumbers {

    /** Digits of 2^256 with a sign, and some for a point, zeros behind it and an exponent. */
    private static final int MAX_CHARS = 100;

    private static final int WORD_DIGITS = 64;
    private static final int WORD_BITS = 256;

    private CsvNumbers() {}

    /**
     * Reads a whole number. Hexadecimal of 64 digits is a signed EVM word; shorter hexadecimal is not negative.
     *
     * @throws NumberFormatException if it is not a whole number of at most 256 bits
     */
    static BigInteger integer(String text) {
        return scaled(text, 0);
    }

    /**
     * Reads a number and multiplies it by a power of ten.
     *
     * @throws NumberFormatException if the result is not a whole number of at most 256 bits
     */
    static BigInteger scaled(String text, int decimals) {
        if (text.length() > MAX_CHARS) {
            throw new NumberFormatException("too long");
        }
        if (text.startsWith("0x") || text.startsWith("0X")) {
            return hexadecimal(text.substring(2));
        }
        BigInteger value;
        if (decimals == 0 && isPlain(text)) {
            value = new BigInteger(text);
        } else {
            BigDecimal number = Decimals.parse(text).scaleByPowerOfTen(decimals);
            try {
                value = number.toBigIntegerExact();
            } catch (ArithmeticException e) {
                throw new NumberFormatException("not whole");
            }
        }
        if (value.bitLength() > WORD_BITS) {
            throw new NumberFormatException("too large");
        }
        return value;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    private static BigInteger hexadecimal(String digits) {
        if (digits.isEmpty() || digits.length() > WORD_DIGITS || Character.digit(digits.charAt(0), 16) < 0) {
            throw new NumberFormatException("not hexadecimal");
        }
        BigInteger value = new BigInteger(digits, 16);
        boolean isNegative = digits.length() == WORD_DIGITS && value.testBit(WORD_BITS - 1);
        return isNegative ? value.subtract(BigInteger.ONE.shiftLeft(WORD_BITS)) : value;
    }
}
