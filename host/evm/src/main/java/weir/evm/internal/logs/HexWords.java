package weir.evm.internal.logs;

/** Decodes hexadecimal digits without creating objects. Stateless. */
final class HexWords {

    /** Number of digits of a word of 256 bits. */
    static final int DIGITS = 64;

    private static final byte[] VALUES = new byte[128];

    static {
        for (int c = 0; c < VALUES.length; c++) {
            VALUES[c] = (byte) Character.digit(c, 16);
        }
    }

    private HexWords() {}

    /**
     * Decodes a word of 64 digits into four limbs of 64 bits, least significant first.
     *
     * @throws NumberFormatException if a character is not a hexadecimal digit
     */
    static void decode(String text, int at, long[] limbs, int target) {
        for (int limb = 3; limb >= 0; limb--) {
            limbs[target + limb] = decodeLimb(text, at + 16 * (3 - limb));
        }
    }

    private static long decodeLimb(String text, int at) {
        long value = 0;
        int invalid = 0;
        for (int i = at; i < at + 16; i++) {
            char c = text.charAt(i);
            int digit = c < VALUES.length ? VALUES[c] : -1;
            invalid |= digit;
            value = value << 4 | digit & 0xf;
        }
        if (invalid < 0) {
            throw new NumberFormatException("a character is not a hexadecimal digit");
        }
        return value;
    }

    /**
     * Decodes 64 digits into 32 bytes.
     *
     * @throws NumberFormatException if a character is not a hexadecimal digit
     */
    static void decode(String text, int at, byte[] bytes, int target) {
        int invalid = 0;
        for (int i = 0; i < DIGITS / 2; i++) {
            char high = text.charAt(at + 2 * i);
            char low = text.charAt(at + 2 * i + 1);
            int value = high < VALUES.length && low < VALUES.length ? VALUES[high] << 4 | VALUES[low] : -1;
            invalid |= value;
            bytes[target + i] = (byte) value;
        }
        if (invalid < 0) {
            throw new NumberFormatException("a character is not a hexadecimal digit");
        }
    }
}
