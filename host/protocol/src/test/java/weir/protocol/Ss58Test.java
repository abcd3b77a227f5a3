package weir.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.base.Hex;
import weir.vectors.Recorded;

/** Addresses against the recorded cases, and what is said of wrong ones. */
class Ss58Test {
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    @Test
    void recordedAddressesOfEveryPrefix() {
        for (JsonElement item : recorded().getAsJsonArray("ss58")) {
            JsonObject one = item.getAsJsonObject();
            PublicKey key = PublicKey.of(Hex.decode(one.get("publicKey").getAsString()));
            int prefix = one.get("prefix").getAsInt();
            String address = one.get("address").getAsString();
            assertEquals(address, Ss58.encode(key, prefix));
            assertEquals(key, Ss58.decode(address, prefix));
            if (prefix != Ss58.BITTENSOR) {
                assertSays(address, "its prefix is " + prefix + ", not 42");
            }
        }
    }

    @Test
    void recordedWrongAddressesAreRefused() {
        for (JsonElement item : recorded().getAsJsonArray("ss58Invalid")) {
            assertThrows(IllegalArgumentException.class, () -> PublicKey.ofSs58(item.getAsString()), item::toString);
        }
    }

    @Test
    void errorsSayWhatIsWrong() {
        assertSays(ALICE.replace('w', '0'), "'0', does not occur in base58");
        assertSays(ALICE.substring(0, 47) + "Z", "its checksum does not match");
        assertSays(ALICE.substring(4), "bytes, not 35");
        assertSays("", "holds 0 bytes");
        assertSays("1".repeat(100_000), "more than any address");
        assertSays("bottom drive obey", "\"bottom d…\"");
    }

    @Test
    void randomKeysComeBack() {
        Random random = new Random(58);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            PublicKey key = PublicKey.of(bytes);
            assertEquals(key, PublicKey.ofSs58(key.ss58()));
            int prefix = random.nextInt(16384);
            assertEquals(key, Ss58.decode(Ss58.encode(key, prefix), prefix));
        }
    }

    private static JsonObject recorded() {
        return Recorded.VECTORS.json("bittensor/keys.json").getAsJsonObject();
    }

    private static void assertSays(String address, String expected) {
        String said = assertThrows(IllegalArgumentException.class, () -> PublicKey.ofSs58(address))
                .getMessage();
        assertTrue(said.contains(expected), said);
    }
}
