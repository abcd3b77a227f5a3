package weir.keys.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import weir.base.Hex;
import weir.vectors.Recorded;

/** The word list is that of BIP-39; phrases decode to their entropy. */
class MnemonicTest {
    @Test
    void wordListIsThatOfBip39() throws Exception {
        try (InputStream in = Mnemonic.class.getResourceAsStream("bip39-english.txt")) {
            assertEquals(
                    "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes())));
        }
    }

    @Test
    void recordedPhrasesDecodeToTheRecordedEntropy() {
        JsonObject keys = Recorded.VECTORS.json("bittensor/keys.json").getAsJsonObject();
        for (JsonElement item : keys.getAsJsonArray("mnemonics")) {
            JsonObject expected = item.getAsJsonObject();
            assertArrayEquals(
                    Hex.decode(expected.get("entropy").getAsString()),
                    Mnemonic.entropy(expected.get("mnemonic").getAsString().getBytes(US_ASCII)));
        }
    }
}
