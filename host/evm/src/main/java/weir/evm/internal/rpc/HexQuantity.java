package weir.evm.internal.rpc;

/** Numbers of JSON-RPC: {@code 0x} and hexadecimal digits. Stateless. */
public final class HexQuantity {

    private static final int MAX_DIGITS = 15;

    private HexQuantity() {}

    /**
     * Reads a number that is not negative.
     *
     * @throws NumberFormatException if the text is no such number, or has more than 15 digits
     */
    public static long parse(String text) {
        int digits = text.length() - 2;
        if (digits < 1 || digits > MAX_DIGITS || text.charAt(0) != '0' || (text.charAt(1) | 0x20) != 'x') {
            throw new NumberFormatException("a number is not of the form 0x… with 1 to 15 digits");
        }
        long value = 0;
        for (int i = 2; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) > 'f') {
                throw new NumberFormatException("a number has a character that is not hexadecimal");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Returns a number as JSON-RPC writes it. */
    public static String format(long value) {
        return "0x" + Long.toHexString(value);
    }
}
