package weir.axon.internal.auth;

import java.util.HexFormat;

/** Signatures in hexadecimal, as both protocols write them. */
final class SignatureHex {

    private static final int SIGNATURE_BYTES = 64;

    private SignatureHex() {}

    /** The 64 bytes that {@code 0x…} stands for, or {@code null} if it is anything else. */
    static byte[] parse(String text) {
        if (text.length() != 2 + 2 * SIGNATURE_BYTES || !text.startsWith("0x")) {
            return null;
        }
        try {
            return HexFormat.of().parseHex(text, 2, text.length());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
