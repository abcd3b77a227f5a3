package weir.chain.extrinsic;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import weir.chain.RecordedChain;
import weir.chain.internal.metadata.MetadataReader;
import weir.protocol.PublicKey;

/** Compares calls, signed bytes and extrinsics with those of the SDK, and of real runtimes, byte for byte. */
class ServeAxonExtrinsicTest {

    @TestFactory
    Stream<DynamicTest> extrinsicsOfSpec461AreEqualToTheSdk() {
        JsonObject file = RecordedChain.json("chain/serve-axon-461.json");
        return Stream.of("461-v15", "461-v14").flatMap(metadata -> cases(file)
                .map(c -> DynamicTest.dynamicTest(metadata + " " + name(c), () -> {
                    byte[] genesis = RecordedChain.hex(c.get("genesis"));
                    check(RecordedChain.runtime(metadata), c, c.getAsJsonObject("args"), genesis);
                    checkEra(c, "period", "current", "birth");
                })));
    }

    @TestFactory
    Stream<DynamicTest> extrinsicsOfSpec343AreEqualToTheSdk() {
        JsonObject file = RecordedChain.json("bittensor/serve-axon-extrinsic.json");
        JsonObject call = file.getAsJsonObject("call");
        JsonObject args = call.getAsJsonObject("args").deepCopy();
        args.add("ip", args.remove("ipU128"));
        // The first case is immortal: its era begins with the genesis block.
        byte[] genesis = RecordedChain.hex(cases(file).findFirst().orElseThrow().get("eraBlockHash"));
        return Stream.of("343-v15", "343-v14").flatMap(metadata -> cases(file)
                .map(c -> DynamicTest.dynamicTest(metadata + " " + name(c), () -> {
                    JsonObject complete = c.deepCopy();
                    complete.add("signer", file.get("signer"));
                    complete.add("call", call.get("encoded"));
                    check(RecordedChain.runtime(metadata), complete, args, genesis);
                })));
    }

    @TestFactory
    Stream<DynamicTest> extrinsicsAreEqualToThoseThatRealRuntimesTook() {
        return Stream.of("218", "293").flatMap(spec -> {
            JsonObject file = RecordedChain.json("chain/serve-axon-real-" + spec + ".json");
            byte[] genesis = RecordedChain.hex(file.get("genesis"));
            ChainRuntime runtime = RecordedChain.runtime(spec + "-v15");
            return cases(file)
                    .map(c -> DynamicTest.dynamicTest(
                            spec + " " + name(c),
                            () -> checkReal(
                                    runtime, c, genesis, file.get("netuid").getAsInt())));
        });
    }

    private static void checkReal(ChainRuntime runtime, JsonObject c, byte[] genesis, int netuid) {
        assertEquals(
                text(c, "call"),
                RecordedChain.hex(runtime.encodeCall(
                        "SubtensorModule", "serve_axon", RecordedChain.numbers(c.getAsJsonObject("args")))));
        boolean isDamaged = name(c).matches(".*(other bytes|next spec|another genesis|cut off).*");
        if (!isDamaged && c.has("signingPayload")) {
            check(runtime, c, c.getAsJsonObject("args"), genesis);
        }
        if (c.has("axonKey")) {
            checkAxonEntry(runtime, c, netuid);
        }
    }

    private static void checkAxonEntry(ChainRuntime runtime, JsonObject c, int netuid) {
        PublicKey signer = PublicKey.ofSs58(text(c, "signer"));
        assertEquals(
                text(c, "axonKey"),
                RecordedChain.hex(runtime.storageKey("SubtensorModule", "Axons", netuid, signer.bytes())));
        byte[] value = c.get("axon").isJsonNull() ? null : RecordedChain.hex(c.get("axon"));
        Optional<Object> axon = runtime.decodeStorage("SubtensorModule", "Axons", value);
        assertEquals(value != null, axon.isPresent());
        if (axon.isPresent()) {
            Map<?, ?> fields = (Map<?, ?>) axon.get();
            c.getAsJsonObject("axonDecoded")
                    .entrySet()
                    .forEach(field -> assertEquals(
                            field.getValue().getAsString(),
                            fields.get(field.getKey()).toString()));
        }
    }

    @Test
    void payloadsAndExtrinsicsOfSpec438AreEqualToTheSdk() {
        JsonObject golden = RecordedChain.json("bittensor/chain-golden-spec438.json");
        ExtrinsicFormat format = new ExtrinsicFormat(
                MetadataReader.read(RecordedChain.metadata("461-v15")),
                golden.get("specVersion").getAsInt(),
                golden.get("transactionVersion").getAsInt());
        byte[] genesis = RecordedChain.hex(golden.get("genesis"));
        List<JsonObject> payloads = objects(golden, "payloads");
        byte[] call = RecordedChain.hex(payloads.get(0).get("call"));
        PublicKey alice = PublicKey.ofSs58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
        for (JsonObject payload : payloads) {
            assertEquals(
                    text(payload, "payload"),
                    RecordedChain.hex(format.signingPayload(call, goldenContext(payload, genesis))));
        }
        byte[] signature =
                RecordedChain.hex(objects(golden, "extrinsics").get(0).get("signature"));
        for (JsonObject extrinsic : objects(golden, "extrinsics")) {
            byte[] signed = format.signedExtrinsic(call, goldenContext(extrinsic, genesis), alice, signature);
            assertEquals(text(extrinsic, "extrinsic"), RecordedChain.hex(signed));
            assertEquals(text(extrinsic, "hash"), RecordedChain.hex(ChainRuntime.extrinsicHash(signed)));
        }
        ChainRuntime runtime = RecordedChain.runtime("461-v15");
        golden.getAsJsonObject("storageKeys").entrySet().forEach(key -> checkStorageKey(runtime, key));
    }

    private static void checkStorageKey(ChainRuntime runtime, Map.Entry<String, JsonElement> key) {
        String[] parts = key.getKey().split("[.(,)]");
        Object[] numbers = Stream.of(parts).skip(2).map(Integer::valueOf).toArray();
        assertEquals(key.getValue().getAsString(), RecordedChain.hex(runtime.storageKey(parts[0], parts[1], numbers)));
    }

    private static SigningContext goldenContext(JsonObject c, byte[] genesis) {
        Era era = c.get("era").isJsonObject()
                ? Era.mortal(
                        c.getAsJsonObject("era").get("period").getAsInt(),
                        c.getAsJsonObject("era").get("current").getAsLong())
                : Era.immortal();
        byte[] eraBlock = c.has("eraBlockHash") ? RecordedChain.hex(c.get("eraBlockHash")) : genesis;
        return new SigningContext(genesis, era, eraBlock, c.get("nonce").getAsLong(), BigInteger.ZERO);
    }

    private static void check(ChainRuntime runtime, JsonObject c, JsonObject args, byte[] genesis) {
        byte[] call = runtime.encodeCall("SubtensorModule", "serve_axon", RecordedChain.numbers(args));
        SigningContext context = new SigningContext(
                genesis,
                era(c),
                RecordedChain.hex(c.get("eraBlockHash")),
                c.get("nonce").getAsLong(),
                c.get("tip").getAsBigInteger());
        byte[] signed = runtime.signedExtrinsic(
                call, context, PublicKey.ofSs58(text(c, "signer")), RecordedChain.hex(c.get("signature")));
        assertAll(
                () -> assertEquals(text(c, "call"), RecordedChain.hex(call)),
                () -> assertEquals(text(c, "signingPayload"), RecordedChain.hex(runtime.bytesToSign(call, context))),
                () -> assertEquals(text(c, "extrinsic"), RecordedChain.hex(signed)),
                () -> assertEquals(text(c, "hash"), RecordedChain.hex(ChainRuntime.extrinsicHash(signed))));
    }

    /** Reads an encoded era back, so that the encoding of the period and phase is checked by the bytes. */
    private static Era era(JsonObject c) {
        byte[] encoded = RecordedChain.hex(c.get("era"));
        if (encoded.length == 1) {
            return Era.immortal();
        }
        int bits = encoded[0] & 0xff | (encoded[1] & 0xff) << 8;
        int period = 2 << (bits & 15);
        return Era.mortal(period, (long) (bits >> 4) * Math.max(1, period >> 12));
    }

    private static void checkEra(JsonObject c, String period, String current, String birth) {
        if (!c.get(period).isJsonNull()) {
            Era era = Era.mortal(c.get(period).getAsInt(), c.get(current).getAsLong());
            assertEquals(text(c, "era"), RecordedChain.hex(era.encoded()));
            assertEquals(c.get(birth).getAsLong(), era.birth());
        }
    }

    private static Stream<JsonObject> cases(JsonObject file) {
        return objects(file, "cases").stream();
    }

    private static List<JsonObject> objects(JsonObject file, String array) {
        List<JsonObject> objects = new ArrayList<>();
        file.getAsJsonArray(array).forEach(element -> objects.add(element.getAsJsonObject()));
        return objects;
    }

    private static String name(JsonObject c) {
        return text(c, "name");
    }

    private static String text(JsonObject c, String field) {
        return c.get(field).getAsString();
    }
}
