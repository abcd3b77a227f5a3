package weir.chain.internal.metadata;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weir.chain.RecordedChain;
import weir.chain.extrinsic.ChainRuntime;

/** Compares the metadata of real runtimes with what an independent reader found in them. */
class MetadataVersionsTest {

    private static final String PALLET = "SubtensorModule";

    static Stream<String> runtimes() {
        return runtimesJson().keySet().stream();
    }

    private static JsonObject runtimesJson() {
        return RecordedChain.json("chain/metadata-versions/expected.json").getAsJsonObject("runtimes");
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void metadataIsReadWithoutRemainderAndAsExpected(String name) {
        JsonObject expected = runtimesJson().getAsJsonObject(name);
        byte[] bytes = RecordedChain.metadata(name);
        RuntimeMetadata metadata = MetadataReader.read(bytes);
        ChainRuntime runtime = ChainRuntime.parse(bytes);
        assertAll(
                () -> assertEquals(expected.get("metadata").getAsInt(), metadata.version()),
                () -> assertEquals(expected.get("specVersionInside").getAsInt(), runtime.specVersion()),
                () -> assertEquals(expected.get("transactionVersionInside").getAsInt(), runtime.transactionVersion()),
                () -> assertEquals(expected.get("extrinsic").getAsInt(), metadata.extrinsicVersion()),
                () -> checkCall(expected, metadata),
                () -> assertEquals(expected.get("extensions"), extensions(metadata)),
                () -> checkErrors(expected.getAsJsonObject("errors"), metadata),
                () -> checkStorage(expected.getAsJsonObject("storage"), metadata),
                () -> checkApis(expected.getAsJsonObject("runtimeApis"), metadata));
    }

    private static void checkCall(JsonObject expected, RuntimeMetadata metadata) {
        Pallet pallet = metadata.pallet(PALLET);
        assertEquals(expected.get("pallet").getAsInt(), pallet.index());
        Shape.Enumeration calls = (Shape.Enumeration)
                metadata.types().get(pallet.callType().getAsInt()).shape();
        Shape.Variant serveAxon = calls.variants().get(expected.get("call").getAsInt());
        assertEquals("serve_axon", serveAxon.name());
        assertEquals(expected.get("args"), describe(serveAxon.fields(), metadata.types()));
        JsonElement serveAxonTls = expected.get("serveAxonTls");
        if (!serveAxonTls.isJsonNull()) {
            assertEquals(
                    "serve_axon_tls",
                    calls.variants().get(serveAxonTls.getAsInt()).name());
        }
    }

    private static JsonArray describe(List<Shape.Field> fields, TypeRegistry types) {
        JsonArray array = new JsonArray();
        for (Shape.Field field : fields) {
            JsonArray entry = new JsonArray();
            entry.add(field.name());
            entry.add(types.describe(field.type()));
            array.add(entry);
        }
        return array;
    }

    private static JsonArray extensions(RuntimeMetadata metadata) {
        JsonArray array = new JsonArray();
        for (RuntimeMetadata.Extension extension : metadata.extensions()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("id", extension.name());
            entry.addProperty("extra", metadata.types().describe(extension.extraType()));
            entry.addProperty("additional", metadata.types().describe(extension.implicitType()));
            entry.addProperty("extraEmpty", metadata.types().isEmpty(extension.extraType()));
            entry.addProperty("additionalEmpty", metadata.types().isEmpty(extension.implicitType()));
            array.add(entry);
        }
        return array;
    }

    private static void checkErrors(JsonObject expected, RuntimeMetadata metadata) {
        Shape.Enumeration errors = (Shape.Enumeration) metadata.types()
                .get(metadata.pallet(PALLET).errorType().getAsInt())
                .shape();
        for (Map.Entry<String, JsonElement> error : expected.entrySet()) {
            Shape.Variant variant = errors.variants().get(error.getValue().getAsInt());
            assertEquals(error.getKey(), variant == null ? null : variant.name());
        }
    }

    private static void checkStorage(JsonObject expected, RuntimeMetadata metadata) {
        for (Map.Entry<String, JsonElement> entry : expected.entrySet()) {
            assertEquals(entry.getValue(), storageItem(metadata, entry.getKey()), entry.getKey());
        }
    }

    private static JsonElement storageItem(RuntimeMetadata metadata, String name) {
        Pallet.StorageItem item = metadata.storageItem(PALLET, name);
        TypeRegistry types = metadata.types();
        JsonArray array = new JsonArray();
        array.add(item.isOptional() ? "Optional" : "Default");
        if (item.hashers().isEmpty()) {
            array.add("plain");
            array.add(types.describe(item.valueType()));
            array.add("");
        } else {
            JsonArray hashers = new JsonArray();
            item.hashers().forEach(hasher -> hashers.add(sourceName(hasher)));
            JsonArray keyAndValue = new JsonArray();
            keyAndValue.add(types.describe(item.keyType()));
            keyAndValue.add(types.describe(item.valueType()));
            array.add("map");
            array.add(hashers);
            array.add(keyAndValue);
        }
        String defaultValue = HexFormat.of().formatHex(item.defaultValue());
        array.add(defaultValue.substring(0, Math.min(40, defaultValue.length())));
        return array;
    }

    private static String sourceName(Pallet.Hasher hasher) {
        return switch (hasher) {
            case IDENTITY -> "Identity";
            case BLAKE2_128 -> "Blake2_128";
            case BLAKE2_256 -> "Blake2_256";
            case BLAKE2_128_CONCAT -> "Blake2_128Concat";
            case TWOX_128 -> "Twox128";
            case TWOX_256 -> "Twox256";
            case TWOX_64_CONCAT -> "Twox64Concat";
        };
    }

    private static void checkApis(JsonObject expected, RuntimeMetadata metadata) {
        for (Map.Entry<String, JsonElement> entry : expected.entrySet()) {
            List<RuntimeMetadata.ApiMethod> methods = metadata.apis().values().stream()
                    .filter(method -> method.name().endsWith("RuntimeApi_" + entry.getKey()))
                    .toList();
            assertTrue(methods.size() == 1, entry.getKey());
            JsonArray actual = new JsonArray();
            actual.add(describe(methods.get(0).parameters(), metadata.types()));
            actual.add(metadata.types().describe(methods.get(0).resultType()));
            assertEquals(entry.getValue(), JsonParser.parseString(actual.toString()), entry.getKey());
        }
    }
}
