package weir.chain.extrinsic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import weir.chain.RecordedChain;
import weir.chain.internal.codec.SdkJson;
import weir.chain.internal.codec.ValueDecoder;
import weir.chain.internal.metadata.MetadataReader;
import weir.chain.internal.metadata.RuntimeMetadata;

/** Events and errors of real runtimes. */
class EventsTest {

    @TestFactory
    Stream<DynamicTest> eventsOfRealBlocksAreEqualToTheSdk() {
        return Stream.of("218", "293").flatMap(spec -> {
            JsonArray cases = RecordedChain.json("chain/serve-axon-real-" + spec + ".json")
                    .getAsJsonArray("cases");
            RuntimeMetadata metadata = MetadataReader.read(RecordedChain.metadata(spec + "-v15"));
            return IntStream.range(0, cases.size())
                    .mapToObj(i -> cases.get(i).getAsJsonObject())
                    .filter(c -> c.has("eventsRaw"))
                    .map(c -> DynamicTest.dynamicTest(spec + " " + c.get("name").getAsString(), () -> {
                        assertEquals(c.get("events"), eventsOfExtrinsic(metadata, c));
                    }));
        });
    }

    private static JsonElement eventsOfExtrinsic(RuntimeMetadata metadata, JsonObject c) {
        int type = metadata.storageItem("System", "Events").valueType();
        Object decoded =
                ValueDecoder.decode(metadata.types(), type, RecordedChain.hex(c.get("eventsRaw")), "System.Events");
        JsonArray ofExtrinsic = new JsonArray();
        for (JsonElement element :
                new SdkJson(metadata.types()).of(type, decoded).getAsJsonArray()) {
            JsonObject event = element.getAsJsonObject();
            if (event.get("extrinsic_idx").equals(c.get("extrinsicIndex"))) {
                JsonArray pair = new JsonArray();
                pair.add(event.get("module_id").getAsString() + "."
                        + event.get("event_id").getAsString());
                pair.add(event.get("attributes"));
                ofExtrinsic.add(pair);
            }
        }
        return JsonParser.parseString(ofExtrinsic.toString());
    }

    @Test
    void errorIsNamedByTheMetadataOfItsRuntime() {
        JsonObject runtimes =
                RecordedChain.json("chain/metadata-versions/expected.json").getAsJsonObject("runtimes");
        for (String name : runtimes.keySet()) {
            JsonObject expected = runtimes.getAsJsonObject(name);
            expected.getAsJsonObject("errors")
                    .entrySet()
                    .forEach(error -> assertEquals(
                            "SubtensorModule." + error.getKey(),
                            RecordedChain.runtime(name)
                                    .errorName(
                                            expected.get("pallet").getAsInt(),
                                            error.getValue().getAsInt())
                                    .orElse("-")));
        }
    }
}
