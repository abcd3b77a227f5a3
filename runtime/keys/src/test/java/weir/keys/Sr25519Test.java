package weir.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.base.Hex;
import weir.protocol.PublicKey;
import weir.protocol.Sr25519;
import weir.vectors.Recorded;

/** Verification of signatures by three independent implementations, and of mutated ones. */
class Sr25519Test {
    /** One to three changed bits or bytes in message, key or signature each; {@code .ci/run} sets a million. */
    private static final int MUTATIONS = Integer.getInteger("weir.sr25519.mutations", 20_000);

    private static JsonObject recorded() {
        return Recorded.VECTORS.json("bittensor/sr25519.json").getAsJsonObject();
    }

    private static byte[] bytes(JsonElement item, String field) {
        return Hex.decode(item.getAsJsonObject().get(field).getAsString());
    }

    @Test
    void recordedSignaturesVerifyAndTamperedOnesDoNot() {
        for (JsonElement item : recorded().getAsJsonArray("valid")) {
            PublicKey key = PublicKey.of(bytes(item, "publicKey"));
            byte[] message = bytes(item, "message");
            assertTrue(Sr25519.verify(key, message, bytes(item, "signature")), item::toString);
            assertFalse(Sr25519.verify(key, message, bytes(item, "tampered")), item::toString);
            assertEquals(item.getAsJsonObject().get("ss58").getAsString(), key.ss58());
        }
    }

    @Test
    void edgeCasesMatchTheStricterImplementation() {
        for (JsonElement item : recorded().getAsJsonArray("edge")) {
            boolean expected = item.getAsJsonObject().get("scure").getAsBoolean();
            byte[] key = bytes(item, "publicKey");
            if (key.length != 32) {
                assertFalse(expected);
                assertThrows(IllegalArgumentException.class, () -> PublicKey.of(key));
                continue;
            }
            assertEquals(
                    expected,
                    Sr25519.verify(PublicKey.of(key), bytes(item, "message"), bytes(item, "signature")),
                    item::toString);
        }
    }

    @Test
    void recordedSecretsSignVerifiably() {
        for (JsonElement item : recorded().getAsJsonArray("valid")) {
            byte[] message = bytes(item, "message");
            try (KeyPair pair = KeyPair.ofMiniSecret(bytes(item, "miniSecret"))) {
                assertEquals(PublicKey.of(bytes(item, "publicKey")), pair.publicKey());
                byte[] signature = pair.sign(message);
                assertTrue(Sr25519.verify(pair.publicKey(), message, signature));
                assertFalse(Arrays.equals(signature, pair.sign(message)), "each signature has a new nonce");
            }
        }
    }

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void mutatedSignaturesAreRejected() {
        JsonElement[] valid = recorded().getAsJsonArray("valid").asList().toArray(JsonElement[]::new);
        byte[][][] cases = Arrays.stream(valid)
                .map(item -> new byte[][] {bytes(item, "publicKey"), bytes(item, "message"), bytes(item, "signature")})
                .filter(parts -> parts[1].length <= 512)
                .toArray(byte[][][]::new);
        long accepted = IntStream.range(0, MUTATIONS)
                .parallel()
                .filter(i -> acceptsMutation(cases[i % cases.length], new SplittableRandom(i)))
                .count();
        System.out.println(MUTATIONS + " mutated signatures were verified (weir.sr25519.mutations sets how many)");
        assertEquals(0, accepted);
    }

    private static boolean acceptsMutation(byte[][] parts, SplittableRandom random) {
        byte[][] mutated = {parts[0].clone(), parts[1].clone(), parts[2].clone()};
        int which = random.nextInt(10) < 7 ? 2 : random.nextInt(2);
        byte[] target = mutated[which];
        if (target.length == 0) {
            mutated[which] = new byte[] {(byte) random.nextInt(256)};
            return Sr25519.verify(PublicKey.of(mutated[0]), mutated[1], mutated[2]);
        }
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            int at = random.nextInt(target.length);
            target[at] ^= (byte) (random.nextBoolean() ? 1 << random.nextInt(8) : 1 + random.nextInt(255));
        }
        return !Arrays.equals(target, parts[which]) && Sr25519.verify(PublicKey.of(mutated[0]), mutated[1], mutated[2]);
    }

    @Test
    void everyBitOfASignatureIsChecked() {
        try (KeyPair pair = KeyPair.ofMiniSecret(new byte[32])) {
            byte[] message = {1, 2, 3};
            byte[] signature = pair.sign(message);
            for (int bit = 0; bit < 512; bit++) {
                signature[bit >> 3] ^= (byte) (1 << (bit & 7));
                assertFalse(Sr25519.verify(pair.publicKey(), message, signature), "bit " + bit);
                signature[bit >> 3] ^= (byte) (1 << (bit & 7));
            }
            assertTrue(Sr25519.verify(pair.publicKey(), message, signature));
        }
    }

    @Test
    void verificationIsThreadSafe() {
        JsonElement[] valid = recorded().getAsJsonArray("valid").asList().toArray(JsonElement[]::new);
        long verified = IntStream.range(0, 1_000)
                .parallel()
                .mapToObj(i -> valid[i % valid.length])
                .filter(item -> Sr25519.verify(
                        PublicKey.of(bytes(item, "publicKey")), bytes(item, "message"), bytes(item, "signature")))
                .count();
        assertEquals(1_000, verified);
    }

    @Test
    void closedKeyDoesNotSign() {
        KeyPair pair = KeyPair.ofMiniSecret(new byte[32]);
        pair.close();
        assertThrows(IllegalStateException.class, () -> pair.sign(new byte[1]));
    }
}
