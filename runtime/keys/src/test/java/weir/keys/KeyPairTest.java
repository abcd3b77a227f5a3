package weir.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.base.Hex;
import weir.protocol.PublicKey;
import weir.protocol.Sr25519;
import weir.vectors.Recorded;

/** Keys of phrases, seeds, private keys and derivation paths, against those of other wallets. */
class KeyPairTest {
    private static final String DEVELOPMENT = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

    private static JsonArray recorded(String name) {
        return Recorded.VECTORS.json("bittensor/keys.json").getAsJsonObject().getAsJsonArray(name);
    }

    @Test
    void phrasesSeedsAndPrivateKeysMatchRecordedKeys() {
        for (JsonElement item : recorded("mnemonics")) {
            JsonObject expectedFields = item.getAsJsonObject();
            PublicKey expected = PublicKey.of(Hex.decode(text(expectedFields, "publicKey")));
            assertEquals(text(expectedFields, "ss58_42"), expected.ss58());
            char[] phrase = text(expectedFields, "mnemonic").toCharArray();
            try (KeyPair ofPhrase = KeyPair.ofMnemonic(
                            phrase, text(expectedFields, "password").toCharArray());
                    KeyPair ofSeed = KeyPair.ofMiniSecret(Hex.decode(text(expectedFields, "miniSecret")));
                    KeyPair ofSecret = KeyPair.ofSecret(Hex.decode(text(expectedFields, "secretKeyCanonical64")))) {
                assertEquals(expected, ofPhrase.publicKey());
                assertEquals(expected, ofSeed.publicKey());
                assertEquals(expected, ofSecret.publicKey());
            }
        }
    }

    @Test
    void derivedKeysMatchRecordedKeys() {
        for (JsonElement item : recorded("derivations")) {
            String suri = text(item.getAsJsonObject(), "suri");
            int slash = suri.indexOf('/');
            try (KeyPair root = KeyPair.ofMnemonic(suri.substring(0, slash).toCharArray(), new char[0]);
                    KeyPair derived = root.derive(suri.substring(slash))) {
                assertEquals(
                        text(item.getAsJsonObject(), "ss58"),
                        derived.publicKey().ss58(),
                        suri);
                byte[] message = {42};
                assertTrue(Sr25519.verify(derived.publicKey(), message, derived.sign(message)), suri);
                assertTrue(Sr25519.verify(root.publicKey(), message, root.sign(message)), "the parent still signs");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bottom drive obey | a mnemonic has 12, 15, 18, 21 or 24 words, not 3",
                "bottom drive obey lake curtain smoke basket hold race lonely fit wolk | word 12 of the mnemonic is not",
                "drive bottom obey lake curtain smoke basket hold race lonely fit walk | checksum is wrong",
                "Bottom drive obey lake curtain smoke basket hold race lonely fit walk | word 1 of the mnemonic",
            })
    void invalidPhrasesAreRejectedWithoutQuotingThem(String phrase, String expected) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> KeyPair.ofMnemonic(phrase.toCharArray(), new char[0]))
                .getMessage();
        assertTrue(message.contains(expected), message);
        assertTrue(!message.contains("wolk") && !message.contains("drive"), message);
    }

    @Test
    void whiteSpaceBetweenWordsIsIgnored() {
        char[] spread = ("  " + DEVELOPMENT.replace(" ", " \t\n") + "\r\n").toCharArray();
        try (KeyPair one = KeyPair.ofMnemonic(DEVELOPMENT.toCharArray(), new char[0]);
                KeyPair other = KeyPair.ofMnemonic(spread, new char[0])) {
            assertEquals(one.publicKey(), other.publicKey());
        }
    }

    @ParameterizedTest
    @CsvSource({"Alice", "//", "/", "//Alice/", "///Alice"})
    void invalidPathsAreRejected(String path) {
        try (KeyPair root = KeyPair.ofMiniSecret(new byte[32])) {
            assertThrows(IllegalArgumentException.class, () -> root.derive(path));
        }
    }

    @Test
    void secretsOfWrongLengthOrFormAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> KeyPair.ofMiniSecret(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> KeyPair.ofSecret(new byte[63]));
        byte[] odd = new byte[64];
        odd[0] = 1;
        assertThrows(IllegalArgumentException.class, () -> KeyPair.ofSecret(odd));
    }

    @Test
    void argumentsAreNotModified() {
        byte[] seed = Hex.decode("0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e");
        byte[] copy = seed.clone();
        KeyPair.ofMiniSecret(seed).close();
        assertArrayEquals(copy, seed);
    }

    private static String text(JsonObject object, String field) {
        return object.get(field).getAsString();
    }
}
