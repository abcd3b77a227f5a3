package weir.base;

import java.util.HexFormat;

/** Decodes hexadecimal text, with or without the prefix {@code 0x}. Stateless. */
public final class Hex {
    private Hex() {}

    /**
     * Decodes a hexadecimal text.
     *
     * @throws IllegalArgumentException for an odd number of digits or another character; the message never contains the text,
     *     which may be a secret
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
            bytes[i] = (byte) (digit(digits, 2 * i) << 4 | digit(digits, 2 * i + 1));
        }
        return bytes;
    }

    private static int digit(CharSequence digits, int at) {
        char c = digits.charAt(at);
        if (!HexFormat.isHexDigit(c)) {
            throw new IllegalArgumentException("character " + (at + 1) + " is not a hexadecimal digit");
        }
        return HexFormat.fromHexDigit(c);
    }
}
