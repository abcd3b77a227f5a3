package weir.protocol.internal;

import java.math.BigInteger;

/** Base58 with Bitcoin's alphabet, as in ss58 addresses. For short texts, because the time grows with the square of the length. */
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);

    private Base58() {}

    /** Encodes bytes; each leading zero byte becomes a {@code 1}. */
    public static String encode(byte[] bytes) {
        StringBuilder reversed = new StringBuilder();
        for (BigInteger rest = new BigInteger(1, bytes); rest.signum() > 0; rest = rest.divide(BASE)) {
            reversed.append(ALPHABET.charAt(rest.mod(BASE).intValue()));
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
            reversed.append('1');
        }
        return reversed.reverse().toString();
    }

    /**
     * Decodes a text; each leading {@code 1} becomes a zero byte.
     *
     * @throws IllegalArgumentException if a character is not in the alphabet; the message contains the first one
     */
    public static byte[] decode(String text) {
        BigInteger number = BigInteger.ZERO;
        int leadingOnes = 0;
        for (int at = 0; at < text.length(); at++) {
            int digit = ALPHABET.indexOf(text.charAt(at));
            if (digit < 0) {
                throw new IllegalArgumentException(
                        "character " + (at + 1) + ", '" + text.charAt(at) + "', does not occur in base58");
            }
            leadingOnes += digit == 0 && leadingOnes == at ? 1 : 0;
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        byte[] signed = number.toByteArray();
        int signBytes = signed[0] == 0 ? 1 : 0;
        byte[] bytes = new byte[leadingOnes + signed.length - signBytes];
        System.arraycopy(signed, signBytes, bytes, leadingOnes, signed.length - signBytes);
        return bytes;
    }
}
