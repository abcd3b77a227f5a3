package weir.base;

import java.util.HexFormat;

/** Reads hexadecimal text. Stateless. */
public final class Hex {
    private Hex() {}

    /** Returns whether a text is an address of an EVM chain: {@code 0x} and 40 hexadecimal digits of either case. */
    public static boolean isAddress(String text) {
        if (text.length() != 42 || !text.startsWith("0x")) {
            return false;
        }
        for (int i = 2; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Decodes a hexadecimal text, with or without the prefix {@code 0x}.
     *
     * @throws IllegalArgumentException if the number of digits is odd or a character is not a digit; the message does not
     *     contain the text, which may be a secret
     */
    public static byte[] decode(CharSequence text) {
        CharSequence digits = text.length() > 1 && text.charAt(0) == '0' && text.charAt(1) == 'x'
                ? text.subSequence(2, text.length())
                : text;
        if ((digits.length() & 1) != 0) {
            throw new IllegalArgumentException("hexadecimal text has an odd number of digits, " + digits.length());
        }
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (digitAt(digits, 2 * i) << 4 | digitAt(digits, 2 * i + 1));
        }
        return bytes;
    }

    private static int digitAt(CharSequence digits, int index) {
        char c = digits.charAt(index);
        if (!HexFormat.isHexDigit(c)) {
            throw new IllegalArgumentException("character " + (index + 1) + " is not a hexadecimal digit");
        }
        return HexFormat.fromHexDigit(c);
    }
}
