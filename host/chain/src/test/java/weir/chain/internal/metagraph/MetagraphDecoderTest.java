package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.chain.AxonInfo;
import weir.chain.ChainException;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.chain.RecordedChain;
import weir.chain.extrinsic.ChainRuntime;

class MetagraphDecoderTest {

    private static final String MECHAGRAPH = "SubnetInfoRuntimeApi_get_selective_mechagraph";

    @Test
    void metagraphOfTheRealRuntimeIsAskedForAndDecodedAsTheSdkDoes() {
        JsonObject file = RecordedChain.json("chain/metagraph-real-293.json");
        ChainRuntime runtime = RecordedChain.runtime("293-v15");
        for (JsonElement element : file.getAsJsonArray("calls")) {
            JsonObject call = element.getAsJsonObject();
            if (!call.get("method").getAsString().equals(MetagraphDecoder.METHOD)) {
                continue;
            }
            byte[] params = RecordedChain.hex(call.get("params"));
            int netuid = params[0] & 0xff | (params[1] & 0xff) << 8;
            assertEquals(
                    call.get("params").getAsString(), RecordedChain.hex(MetagraphDecoder.parameters(runtime, netuid)));
            Optional<Metagraph> metagraph = MetagraphDecoder.decode(runtime, RecordedChain.hex(call.get("result")));
            assertEquals(call.get("decoded").isJsonNull(), metagraph.isEmpty());
            metagraph.ifPresent(present -> check(call.getAsJsonObject("decoded"), present));
        }
    }

    private static void check(JsonObject expected, Metagraph metagraph) {
        assertEquals(expected.get("netuid").getAsInt(), metagraph.netuid());
        assertEquals(expected.get("block").getAsLong(), metagraph.block());
        assertEquals(expected.get("serving_rate_limit").getAsLong(), metagraph.servingRateLimit());
        JsonArray hotkeys = expected.getAsJsonArray("hotkeys");
        assertEquals(hotkeys.size(), metagraph.neurons().size());
        for (int uid = 0; uid < hotkeys.size(); uid++) {
            JsonObject axon = expected.getAsJsonArray("axons").get(uid).getAsJsonObject();
            Neuron neuron = new Neuron(
                    uid,
                    hotkeys.get(uid).getAsString(),
                    expected.getAsJsonArray("validator_permit").get(uid).getAsBoolean(),
                    expected.getAsJsonArray("alpha_stake").get(uid).getAsLong(),
                    expected.getAsJsonArray("tao_stake").get(uid).getAsLong(),
                    expected.getAsJsonArray("total_stake").get(uid).getAsLong(),
                    axon(axon, "ip_type"));
            assertEquals(neuron, metagraph.neurons().get(uid));
            assertEquals(Optional.of(neuron), metagraph.neuron(neuron.hotkey()));
        }
    }

    @Test
    void neuronsOfALargeSubnetAreEqualRowForRow() {
        JsonObject expected = RecordedChain.json("bittensor/metagraph-netuid1.json.gz");
        Object decoded = RecordedChain.runtime("343-v15").decodeResult(MECHAGRAPH, recordedMechagraph(expected));
        Metagraph metagraph = MetagraphDecoder.toMetagraph(decoded);
        List<?> active = (List<?>) present(((Map<?, ?>) present(decoded)).get("active"));
        assertEquals(expected.get("netuid").getAsInt(), metagraph.netuid());
        assertEquals(expected.get("block").getAsLong(), metagraph.block());
        assertEquals(expected.get("servingRateLimit").getAsLong(), metagraph.servingRateLimit());
        JsonArray rows = expected.getAsJsonArray("rows");
        assertEquals(rows.size(), metagraph.neurons().size());
        for (int uid = 0; uid < rows.size(); uid++) {
            JsonObject row = rows.get(uid).getAsJsonObject();
            Neuron neuron = new Neuron(
                    row.get("uid").getAsInt(),
                    row.get("hotkey").getAsString(),
                    row.get("validatorPermit").getAsBoolean(),
                    row.get("alphaStake").getAsLong(),
                    row.get("taoStake").getAsLong(),
                    row.get("totalStake").getAsLong(),
                    axon(row.getAsJsonObject("axon"), "ipType"));
            assertEquals(neuron, metagraph.neurons().get(uid));
            assertEquals(row.get("active").getAsBoolean(), active.get(uid));
        }
        long permits = metagraph.neurons().stream().filter(Neuron::hasPermit).count();
        assertEquals(expected.get("permits").getAsLong(), permits);
    }

    @Test
    void missingOrRetypedFieldIsNamed() {
        JsonObject expected = RecordedChain.json("bittensor/metagraph-netuid1.json.gz");
        Map<?, ?> fields = (Map<?, ?>)
                present(RecordedChain.runtime("343-v15").decodeResult(MECHAGRAPH, recordedMechagraph(expected)));
        for (String name : List.of("hotkeys", "axons", "total_stake", "validator_permit", "block")) {
            Map<Object, Object> missing = new HashMap<>(fields);
            missing.put(name, Optional.empty());
            assertNamed(name, missing);
            Map<Object, Object> retyped = new HashMap<>(fields);
            retyped.put(name, "text");
            assertNamed(name, retyped);
        }
        Map<Object, Object> shorter = new HashMap<>(fields);
        shorter.put("tao_stake", List.of(1L));
        assertNamed("tao_stake", shorter);
    }

    private static void assertNamed(String field, Map<Object, Object> metagraph) {
        ChainException error = assertThrows(ChainException.class, () -> MetagraphDecoder.toMetagraph(metagraph));
        assertTrue(error.getMessage().contains(field), error.getMessage());
    }

    private static byte[] recordedMechagraph(JsonObject expected) {
        JsonObject calls = RecordedChain.json("bittensor/subtensor-recording.json.gz")
                .getAsJsonObject("scenarios")
                .getAsJsonObject("metagraph")
                .getAsJsonObject("state_call");
        String params =
                "[\"" + MECHAGRAPH + "\", \"" + expected.get("selectiveParams").getAsString() + "\", \""
                        + expected.get("blockHash").getAsString() + "\"]";
        return RecordedChain.hex(calls.getAsJsonObject(params).get("result"));
    }

    private static Object present(Object value) {
        return value instanceof Optional<?> option ? option.orElseThrow() : value;
    }

    private static AxonInfo axon(JsonObject axon, String ipType) {
        return new AxonInfo(
                axon.get("block").getAsLong(),
                axon.get("version").getAsLong(),
                axon.get("ip").getAsBigInteger(),
                axon.get("port").getAsInt(),
                axon.get(ipType).getAsInt(),
                axon.get("protocol").getAsInt(),
                axon.get("placeholder1").getAsInt(),
                axon.get("placeholder2").getAsInt());
    }
}
