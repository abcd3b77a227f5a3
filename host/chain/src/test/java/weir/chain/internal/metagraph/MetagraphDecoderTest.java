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
import weir.chain.Registration;
import weir.chain.Registrations;
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
            // The recorded call asks for fewer fields, so that the length of the list differs.
            String recorded = call.get("params").getAsString();
            String asked = RecordedChain.hex(MetagraphDecoder.parameters(runtime, netuid));
            assertEquals(recorded.substring(0, 6), asked.substring(0, 6));
            assertTrue(asked.substring(8).startsWith(recorded.substring(8)), asked);
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
        assertTrue(metagraph.registrations().isEmpty(), "the recorded call did not ask for them");
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

    @Test
    void registrationsOfALargeSubnetAreRead() {
        JsonObject expected = RecordedChain.json("bittensor/metagraph-netuid1.json.gz");
        Metagraph metagraph = MetagraphDecoder.toMetagraph(
                RecordedChain.runtime("343-v15").decodeResult(MECHAGRAPH, recordedMechagraph(expected)));
        Registrations registrations = metagraph.registrations().orElseThrow();
        JsonObject validator = expected.getAsJsonObject("neuronLiteFirstPermit");
        Registration registration =
                registrations.byUid().get(validator.get("uid").getAsInt());
        assertEquals(validator.get("incentive").getAsInt(), registration.incentive());
        assertEquals(validator.get("emission").getAsLong(), registration.emission());
        assertEquals(1024, registrations.maxNeurons());
        assertTrue(registrations.isFull());
        assertTrue(
                registrations.byUid().stream().allMatch(each -> each.block() > 0 && each.block() <= metagraph.block()),
                "each neuron was registered before the block of the metagraph");
        long incentives = registrations.byUid().stream()
                .mapToLong(Registration::incentive)
                .sum();
        assertTrue(incentives > 60_000 && incentives < 70_000, "all miners together have the whole: " + incentives);
    }

    @Test
    void metagraphIsReadWithoutRegistrationsThatAreMissingOrRetyped() {
        JsonObject recorded = RecordedChain.json("bittensor/metagraph-netuid1.json.gz");
        Map<?, ?> fields = (Map<?, ?>)
                present(RecordedChain.runtime("343-v15").decodeResult(MECHAGRAPH, recordedMechagraph(recorded)));
        for (String name : List.of(
                "emission", "incentives", "block_at_registration", "immunity_period", "max_uids", "owner_hotkey")) {
            for (Object value : List.of(Optional.empty(), "text", List.of(1L))) {
                Map<Object, Object> changed = new HashMap<>(fields);
                changed.put(name, value);
                Metagraph metagraph = MetagraphDecoder.toMetagraph(changed);
                assertTrue(metagraph.registrations().isEmpty(), name + " " + value);
                assertEquals(1024, metagraph.neurons().size());
            }
        }
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
