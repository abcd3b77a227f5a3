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

/** Recorded addresses, and the messages for invalid ones. */
class Ss58Test {
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    @Test
    void recordedAddressesAreConvertedBothWays() {
        for (JsonElement item : recorded().getAsJsonArray("ss58")) {
            JsonObject expected = item.getAsJsonObject();
            PublicKey key = PublicKey.of(Hex.decode(expected.get("publicKey").getAsString()));
            int prefix = expected.get("prefix").getAsInt();
            String address = expected.get("address").getAsString();
            assertEquals(address, Ss58.encode(key, prefix));
            assertEquals(key, Ss58.decode(address, prefix));
            if (prefix != Ss58.BITTENSOR_PREFIX) {
                assertRejected(address, "its prefix is " + prefix + ", not 42");
            }
        }
    }

    @Test
    void recordedInvalidAddressesAreRejected() {
        for (JsonElement item : recorded().getAsJsonArray("ss58Invalid")) {
            assertThrows(IllegalArgumentException.class, () -> PublicKey.ofSs58(item.getAsString()), item::toString);
        }
    }

    @Test
    void errorsNameTheReason() {
        assertRejected(ALICE.replace('w', '0'), "'0', does not occur in base58");
        assertRejected(ALICE.substring(0, 47) + "Z", "its checksum does not match");
        assertRejected(ALICE.substring(4), "bytes, not 35");
        assertRejected("", "it has 0 bytes");
        assertRejected("1".repeat(100_000), "more than an address can have");
        assertRejected("bottom drive obey", "\"bottom d…\"");
    }

    @Test
    void randomKeysSurviveARoundTrip() {
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

    private static void assertRejected(String address, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> PublicKey.ofSs58(address))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }
}
