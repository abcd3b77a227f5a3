package weir.chain.extrinsic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import weir.chain.ChainException;
import weir.chain.RecordedChain;
import weir.protocol.PublicKey;

/** Metadata as a runtime upgrade might bring it: Weir builds the right bytes, or rejects the metadata and names the reason. */
class MetadataMutantsTest {

    @TestFactory
    Stream<DynamicTest> everyUpgradeIsEncodedRightOrRefusedByName() {
        JsonObject file = RecordedChain.json("chain/metadata-mutants-461.json");
        byte[] base = RecordedChain.bytes("chain/" + file.get("base").getAsString());
        JsonObject common = file.getAsJsonObject("common");
        return Stream.of(file.getAsJsonArray("mutants"))
                .flatMap(mutants -> Stream.iterate(0, i -> i < mutants.size(), i -> i + 1)
                        .map(i -> mutants.get(i).getAsJsonObject()))
                .map(mutant -> DynamicTest.dynamicTest(
                        mutant.get("name").getAsString(),
                        () -> check(mutant, apply(mutant.getAsJsonArray("delta"), base), common)));
    }

    private static void check(JsonObject mutant, byte[] metadata, JsonObject common) {
        JsonObject reference = mutant.getAsJsonObject("bittensorCore");
        String expect = mutant.get("expect").getAsString();
        if (expect.startsWith("REFUSE") && reference.has("error")) {
            ChainException rejection = assertThrows(ChainException.class, () -> build(metadata, common));
            assertEquals(ChainException.Reason.UNSUPPORTED_RUNTIME, rejection.reason(), rejection.getMessage());
            String named = expect.substring("REFUSE: ".length());
            assertTrue(rejection.getMessage().contains(named), named + " is not in: " + rejection.getMessage());
            return;
        }
        JsonObject built = build(metadata, common);
        JsonObject expected = reference.has("error") ? originalOf(common) : reference;
        for (String field : built.keySet()) {
            assertEquals(expected.get(field), built.get(field), field);
        }
    }

    /** What the unchanged metadata gives: for an extension that the SDK refuses, and that Weir knows under its other name. */
    private static JsonObject originalOf(JsonObject common) {
        return build(RecordedChain.metadata("461-v15"), common);
    }

    private static JsonObject build(byte[] metadata, JsonObject common) {
        ChainRuntime runtime = ChainRuntime.parse(metadata);
        byte[] call = runtime.encodeCall(
                "SubtensorModule", "serve_axon", RecordedChain.numbers(common.getAsJsonObject("args")));
        SigningContext context = new SigningContext(
                RecordedChain.hex(common.get("genesis")),
                Era.mortal(
                        common.get("period").getAsInt(), common.get("current").getAsLong()),
                RecordedChain.hex(common.get("eraBlockHash")),
                common.get("nonce").getAsLong(),
                new BigInteger(common.get("tip").getAsString()));
        JsonObject built = new JsonObject();
        built.addProperty("call", RecordedChain.hex(call));
        built.addProperty("signingPayload", RecordedChain.hex(runtime.bytesToSign(call, context)));
        byte[] extrinsic = runtime.signedExtrinsic(
                call,
                context,
                PublicKey.ofSs58(common.get("signer").getAsString()),
                RecordedChain.hex(common.get("signature")));
        built.addProperty("extrinsic", RecordedChain.hex(extrinsic));
        return built;
    }

    private static byte[] apply(JsonArray delta, byte[] base) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonElement element : delta) {
            JsonArray step = element.getAsJsonArray();
            if (step.get(0).getAsString().equals("c")) {
                out.write(base, step.get(1).getAsInt(), step.get(2).getAsInt());
            } else {
                out.writeBytes(HexFormat.of().parseHex(step.get(1).getAsString()));
            }
        }
        return out.toByteArray();
    }
}
