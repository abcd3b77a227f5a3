package weir.keys.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Decodes mnemonics (BIP-39 phrases) as Substrate does: the mini secret is derived from the <em>entropy</em> of the phrase, not from its text
 * ({@code substrate-bip39}). The English word list comes from BIP-39 (github.com/bitcoin/bips, bip-0039/english.txt, MIT); a
 * test checks its SHA-256. Thread-safe.
 */
public final class Mnemonic {
    private static final List<String> ENGLISH_WORDS = readWords();
    private static final int ITERATIONS = 2048;

    private Mnemonic() {}

    /**
     * Returns the mini secret of a phrase, 32 bytes.
     *
     * @param phrase words of the English list, separated by white space; ASCII
     * @param password UTF-8, not normalized, as in Substrate; empty for none
     * @throws IllegalArgumentException if a word or the checksum is invalid; the message contains the word's position, never a word
     */
    public static byte[] miniSecret(byte[] phrase, byte[] password) {
        byte[] entropy = entropy(phrase);
        byte[] mnemonic = "mnemonic".getBytes(StandardCharsets.US_ASCII);
        byte[] salt = Arrays.copyOf(mnemonic, mnemonic.length + password.length);
        System.arraycopy(password, 0, salt, mnemonic.length, password.length);
        try {
            PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA512Digest());
            generator.init(entropy, salt, ITERATIONS);
            return ((KeyParameter) generator.generateDerivedParameters(256)).getKey();
        } finally {
            Secrets.wipe(entropy);
            Secrets.wipe(salt);
        }
    }

    /** Returns the entropy of a phrase, 16 to 32 bytes, after a check of its checksum. */
    static byte[] entropy(byte[] phrase) {
        byte[] bits = new byte[33];
        int count = 0;
        for (int from = 0; (from = skip(phrase, from, true)) < phrase.length; ) {
            int to = skip(phrase, from, false);
            if (count == 24) {
                throw wrongCount("more than 24");
            }
            writeIndex(bits, count++, findIndex(Secrets.asciiView(phrase).subSequence(from, to), count));
            from = to;
        }
        if (count < 12 || count % 3 != 0) {
            throw wrongCount(String.valueOf(count));
        }
        byte[] entropy = Arrays.copyOf(bits, count / 3 * 4);
        int checksumBits = count / 3;
        int expected = (sha256(entropy)[0] & 0xff) >> (8 - checksumBits);
        int found = (bits[entropy.length] & 0xff) >> (8 - checksumBits);
        Secrets.wipe(bits);
        if (expected != found) {
            Secrets.wipe(entropy);
            throw new IllegalArgumentException("the mnemonic's checksum is wrong; check each word and their order");
        }
        return entropy;
    }

    private static IllegalArgumentException wrongCount(String count) {
        return new IllegalArgumentException("a mnemonic has 12, 15, 18, 21 or 24 words, not " + count);
    }

    /** Returns the first position from which the bytes are no longer white space, or no longer a word. */
    private static int skip(byte[] phrase, int from, boolean whitespace) {
        int at = from;
        while (at < phrase.length && isWhitespace(phrase[at]) == whitespace) {
            at++;
        }
        return at;
    }

    private static boolean isWhitespace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    private static int findIndex(CharSequence word, int position) {
        int index = Collections.<CharSequence>binarySearch(ENGLISH_WORDS, word, CharSequence::compare);
        if (index >= 0) {
            return index;
        }
        throw new IllegalArgumentException("word " + position + " of the mnemonic is not in BIP-39's English list");
    }

    /** Writes the eleven bits of a word's index at the word's position in the phrase. */
    private static void writeIndex(byte[] bits, int position, int index) {
        for (int i = 0; i < 11; i++) {
            int bit = position * 11 + i;
            bits[bit >> 3] |= (byte) ((index >> (10 - i) & 1) << (7 - (bit & 7)));
        }
    }

    private static List<String> readWords() {
        try (InputStream in = Mnemonic.class.getResourceAsStream("bip39-english.txt")) {
            List<String> words = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            if (words.size() != 2048
                    || !words.equals(
                            words.stream().sorted(Comparator.naturalOrder()).toList())) {
                throw new IllegalStateException("bip39-english.txt is damaged");
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException("bip39-english.txt", e);
        }
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
