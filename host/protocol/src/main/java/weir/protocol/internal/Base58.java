package weir.protocol.internal;

import java.io.ByteArrayOutputStream;

/** Base58 with Bitcoin's alphabet, as in ss58. For short texts: the time grows with the square of the length. */
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private Base58() {}

    /** Encodes bytes; each leading zero byte becomes a {@code 1}. */
    public static String encode(byte[] bytes) {
        StringBuilder reversed = new StringBuilder();
        byte[] number = bytes.clone();
        int zeros = leadingZeros(number);
        for (int start = zeros; start < number.length; ) {
            reversed.append(ALPHABET.charAt(divide(number, start)));
            while (start < number.length && number[start] == 0) {
                start++;
            }
        }
        return reversed.append("1".repeat(zeros)).reverse().toString();
    }

    private static int leadingZeros(byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        return zeros;
    }

    /** Divides the big-endian number by 58 in place and returns the remainder. */
    private static int divide(byte[] number, int start) {
        int remainder = 0;
        for (int i = start; i < number.length; i++) {
            int part = remainder << 8 | number[i] & 0xff;
            number[i] = (byte) (part / 58);
            remainder = part % 58;
        }
        return remainder;
    }

    /**
     * Decodes a text.
     *
     * @throws IllegalArgumentException naming the first character that is not in the alphabet
     */
    public static byte[] decode(String text) {
        byte[] little = new byte[text.length()];
        int used = 0;
        int ones = 0;
        for (int at = 0; at < text.length(); at++) {
            int carry = ALPHABET.indexOf(text.charAt(at));
            if (carry < 0) {
                throw new IllegalArgumentException(
                        "character " + (at + 1) + ", '" + text.charAt(at) + "', does not occur in base58");
            }
            if (carry == 0 && ones == at) {
                ones++;
            }
            for (int i = 0; i < used || carry != 0; i++) {
                carry += 58 * (little[i] & 0xff);
                little[i] = (byte) carry;
                carry >>= 8;
                used = Math.max(used, i + 1);
            }
        }
        ByteArrayOutputStream big = new ByteArrayOutputStream();
        for (int i = 0; i < ones; i++) {
            big.write(0);
        }
        for (int i = used - 1; i >= 0; i--) {
            big.write(little[i]);
        }
        return big.toByteArray();
    }
}
