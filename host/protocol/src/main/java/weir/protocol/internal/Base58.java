package weir.protocol.internal;

import java.io.ByteArrayOutputStream;

/** Base58 with Bitcoin's alphabet, as in ss58 addresses. For short texts, because the time grows with the square of the length. */
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private Base58() {}

    /** Encodes bytes; each leading zero byte becomes a {@code 1}. */
    public static String encode(byte[] bytes) {
        StringBuilder reversed = new StringBuilder();
        byte[] number = bytes.clone();
        int leadingZeros = countLeadingZeros(number);
        for (int start = leadingZeros; start < number.length; ) {
            reversed.append(ALPHABET.charAt(divideBy58(number, start)));
            while (start < number.length && number[start] == 0) {
                start++;
            }
        }
        return reversed.append("1".repeat(leadingZeros)).reverse().toString();
    }

    private static int countLeadingZeros(byte[] bytes) {
        int leadingZeros = 0;
        while (leadingZeros < bytes.length && bytes[leadingZeros] == 0) {
            leadingZeros++;
        }
        return leadingZeros;
    }

    /** Divides the big-endian number by 58 in place and returns the remainder. */
    private static int divideBy58(byte[] number, int start) {
        int remainder = 0;
        for (int i = start; i < number.length; i++) {
            int part = remainder << 8 | number[i] & 0xff;
            number[i] = (byte) (part / 58);
            remainder = part % 58;
        }
        return remainder;
    }

    /**
     * Decodes a text; each leading {@code 1} becomes a zero byte.
     *
     * @throws IllegalArgumentException if a character is not in the alphabet; the message contains the first one
     */
    public static byte[] decode(String text) {
        byte[] littleEndian = new byte[text.length()];
        int usedBytes = 0;
        int leadingOnes = 0;
        for (int at = 0; at < text.length(); at++) {
            int carry = ALPHABET.indexOf(text.charAt(at));
            if (carry < 0) {
                throw new IllegalArgumentException(
                        "character " + (at + 1) + ", '" + text.charAt(at) + "', does not occur in base58");
            }
            if (carry == 0 && leadingOnes == at) {
                leadingOnes++;
            }
            for (int i = 0; i < usedBytes || carry != 0; i++) {
                carry += 58 * (littleEndian[i] & 0xff);
                littleEndian[i] = (byte) carry;
                carry >>= 8;
                usedBytes = Math.max(usedBytes, i + 1);
            }
        }
        ByteArrayOutputStream bigEndian = new ByteArrayOutputStream();
        for (int i = 0; i < leadingOnes; i++) {
            bigEndian.write(0);
        }
        for (int i = usedBytes - 1; i >= 0; i--) {
            bigEndian.write(littleEndian[i]);
        }
        return bigEndian.toByteArray();
    }
}
