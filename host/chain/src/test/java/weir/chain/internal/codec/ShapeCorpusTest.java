package weir.chain.internal.codec;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import weir.chain.RecordedChain;
import weir.chain.internal.metadata.MetadataReader;
import weir.chain.internal.metadata.TypeRegistry;

/** Compares decoded values of every type of a runtime with those of the SDK's codec. */
class ShapeCorpusTest {

    @Test
    void everySampleIsConsumedExactlyAndEqualToTheSdk() {
        JsonObject corpus = RecordedChain.json("chain/shape-corpus-461.json.gz");
        TypeRegistry types =
                MetadataReader.read(RecordedChain.metadata("461-v15")).types();
        SdkJson json = new SdkJson(types);
        List<Executable> samples = new ArrayList<>();
        for (JsonElement element : corpus.getAsJsonArray("types")) {
            JsonObject type = element.getAsJsonObject();
            int id = type.get("id").getAsInt();
            for (JsonElement sample : type.getAsJsonArray("samples")) {
                samples.add(() -> check(json, types, id, sample.getAsJsonObject()));
            }
        }
        assertAll(samples);
        System.out.println("shape corpus: " + samples.size() + " samples equal");
    }

    private static void check(SdkJson json, TypeRegistry types, int id, JsonObject sample) {
        String name = "type " + id + " " + types.describe(id) + " "
                + sample.get("scale_hex").getAsString();
        Object value = ValueDecoder.decode(types, id, RecordedChain.hex(sample.get("scale_hex")), name);
        assertArrayEquals(
                RecordedChain.hex(sample.get("scale_hex")), new ReferenceEncoder(types).encode(id, value), name);
        JsonElement actual = JsonParser.parseString(json.of(id, value).toString());
        assertEquals(sample.get("decoded"), actual, name);
    }
}
