package weir.keys.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import weir.base.Hex;
import weir.vectors.Recorded;

/** The secretbox with the recorded key, so that no test but {@code KeyFileTest} runs argon2. */
class NaclBoxTest {
    private static byte[] box() throws IOException {
        return Files.readAllBytes(Recorded.VECTORS.file("bittensor/keyfiles/coldkey-nacl"));
    }

    private static JsonObject recorded() {
        return Recorded.VECTORS.json("bittensor/keyfiles.json").getAsJsonObject();
    }

    private static byte[] key() {
        return Hex.decode(recorded().get("argon2iKey").getAsString());
    }

    @Test
    void recordedKeyDecryptsTheRecordedFile() throws IOException {
        String opened = new String(NaclBox.decrypt(box(), key()), UTF_8);
        assertEquals(recorded().get("plaintext").getAsString(), opened);
    }

    @Test
    void wrongKeyAndChangedBytesAreRejected() throws IOException {
        byte[] other = key();
        other[31] ^= 1;
        assertThrows(IllegalArgumentException.class, () -> NaclBox.decrypt(box(), other));
        for (int at : new int[] {5, 28, 29, 44, 45, box().length - 1}) {
            byte[] changed = box();
            changed[at] ^= 1;
            assertThrows(IllegalArgumentException.class, () -> NaclBox.decrypt(changed, key()), "byte " + at);
        }
    }
}
