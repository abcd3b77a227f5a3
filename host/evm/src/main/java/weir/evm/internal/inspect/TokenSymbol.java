package weir.evm.internal.inspect;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Decodes what {@code symbol()} of a token returns. Stateless. */
final class TokenSymbol {

    private static final int WORD = 32;
    private static final int MAX_CHARS = 32;

    private TokenSymbol() {}

    /**
     * Decodes a {@code string}, or a {@code bytes32} as some old tokens return it. Characters that are not printable are removed, because
     * anybody can deploy a token.
     *
     * @return empty if no printable character remains
     */
    static Optional<String> decode(byte[] answer) {
        byte[] text = answer.length == WORD ? withoutPadding(answer) : string(answer);
        String printable = new String(text, StandardCharsets.UTF_8)
                .replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", "")
                .strip();
        String symbol = printable
                .codePoints()
                .limit(MAX_CHARS)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return symbol.isEmpty() ? Optional.empty() : Optional.of(symbol);
    }

    private static byte[] withoutPadding(byte[] word) {
        int length = WORD;
        while (length > 0 && word[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(word, length);
    }

    /** A string is its offset, which is 32 here, its length and its bytes. */
    private static byte[] string(byte[] answer) {
        if (answer.length < 2 * WORD || !new BigInteger(1, answer, 0, WORD).equals(BigInteger.valueOf(WORD))) {
            return new byte[0];
        }
        BigInteger length = new BigInteger(1, answer, WORD, WORD);
        boolean fits = length.compareTo(BigInteger.valueOf(answer.length - 2L * WORD)) <= 0;
        return fits ? Arrays.copyOfRange(answer, 2 * WORD, 2 * WORD + length.intValue()) : new byte[0];
    }
}
