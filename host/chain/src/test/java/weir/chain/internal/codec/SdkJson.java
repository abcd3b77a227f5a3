package weir.chain.internal.codec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.chain.EnumValue;
import weir.chain.RecordedChain;
import weir.chain.internal.metadata.Shape;
import weir.chain.internal.metadata.Type;
import weir.chain.internal.metadata.TypeRegistry;
import weir.chain.internal.scale.ScaleReader;
import weir.protocol.PublicKey;

/** Converts decoded values to the JSON in which the SDK's codec shows them, to compare both. */
public final class SdkJson {

    private final TypeRegistry types;
    private final ReferenceEncoder encoder;

    public SdkJson(TypeRegistry types) {
        this.types = types;
        this.encoder = new ReferenceEncoder(types);
    }

    public JsonElement of(int id, Object value) {
        Type type = types.get(id);
        Shape shape = type.shape();
        switch (type.name()) {
            case "AccountId32":
                return new JsonPrimitive(PublicKey.of((byte[]) value).ss58());
            case "U256":
                return new JsonPrimitive(new ScaleReader(encoder.encode(id, value)).integer(32, false));
            case "MultiAddress":
                return ofAddress((Shape.Enumeration) shape, (EnumValue) value, id);
            case "Era":
                return ofEra(encoder.encode(id, value));
            case "EventRecord":
                return ofEventRecord((Shape.Composite) shape, (Map<?, ?>) value);
            case "RuntimeEvent":
                return ofEvent((Shape.Enumeration) shape, id, (EnumValue) value);
            case "RuntimeCall":
                return ofCall((Shape.Enumeration) shape, id, (EnumValue) value);
            case "BTreeMap":
                return ofMap(((Shape.Composite) shape).fields().get(0).type(), (List<?>) value);
            default:
                return ofShape(id, shape, value);
        }
    }

    private JsonElement ofShape(int id, Shape shape, Object value) {
        if (value instanceof byte[] bytes) {
            if (shape instanceof Shape.Array array && array.length() == 0) {
                return new JsonArray();
            }
            return new JsonPrimitive(
                    types.unwrapped(id) instanceof Shape.Array ? RecordedChain.hex(bytes) : text(bytes));
        }
        if (value instanceof Optional<?> option) {
            Shape.Variant some = ((Shape.Enumeration) shape).variants().get(1);
            return option.isEmpty()
                    ? JsonNull.INSTANCE
                    : of(some.fields().get(0).type(), option.get());
        }
        if (shape instanceof Shape.Enumeration enumeration) {
            EnumValue variant = (EnumValue) value;
            if (variant.fields().equals(List.of())) {
                return new JsonPrimitive(variant.name());
            }
            JsonObject object = new JsonObject();
            object.add(variant.name(), ofVariantFields(enumeration, variant));
            return object;
        }
        if (shape instanceof Shape.Composite struct) {
            return ofFields(struct.fields(), value, true);
        }
        if (value instanceof List<?> list) {
            return ofList(shape, list);
        }
        if (value instanceof Boolean bool) {
            return new JsonPrimitive(bool);
        }
        return value instanceof String text ? new JsonPrimitive(text) : new JsonPrimitive((Number) value);
    }

    private JsonElement ofList(Shape shape, List<?> list) {
        JsonArray array = new JsonArray();
        for (int i = 0; i < list.size(); i++) {
            int element = shape instanceof Shape.Tuple tuple
                    ? tuple.elementTypes().get(i)
                    : shape instanceof Shape.Array fixed ? fixed.elementType() : ((Shape.Sequence) shape).elementType();
            array.add(ofNested(element, list.get(i)));
        }
        return array;
    }

    private JsonElement ofMap(int sequence, List<?> entries) {
        Shape.Tuple entry =
                (Shape.Tuple) types.get(((Shape.Sequence) types.get(sequence).shape()).elementType())
                        .shape();
        JsonObject object = new JsonObject();
        for (Object pair : entries) {
            JsonElement key = of(entry.elementTypes().get(0), ((List<?>) pair).get(0));
            object.add(key.getAsString(), of(entry.elementTypes().get(1), ((List<?>) pair).get(1)));
        }
        return object;
    }

    private static JsonElement ofEra(byte[] era) {
        if (era.length == 1) {
            return new JsonPrimitive("00");
        }
        int encoded = new ScaleReader(era).u16();
        int period = 2 << (encoded & 15);
        JsonArray array = new JsonArray();
        array.add(period);
        array.add((encoded >> 4) * Math.max(1, period >> 12));
        return array;
    }

    private JsonElement ofAddress(Shape.Enumeration shape, EnumValue value, int id) {
        boolean isPlain = value.name().equals("Id") || value.name().equals("Index");
        return isPlain ? ofVariantFields(shape, value) : ofShape(id, shape, value);
    }

    private JsonElement ofVariantFields(Shape.Enumeration shape, EnumValue value) {
        return ofFields(variant(shape, value).fields(), value.fields(), false);
    }

    private JsonElement ofFields(List<Shape.Field> fields, Object value, boolean isStruct) {
        if (isStruct && fields.size() == 1 && fields.get(0).name() == null) {
            return of(fields.get(0).type(), value);
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            fields.forEach(field -> object.add(field.name(), ofNested(field.type(), map.get(field.name()))));
            return object;
        }
        JsonArray array = new JsonArray();
        List<?> list = (List<?>) value;
        for (int i = 0; i < fields.size(); i++) {
            array.add(ofNested(fields.get(i).type(), list.get(i)));
        }
        return !isStruct && array.size() == 1 ? array.get(0) : array;
    }

    private JsonElement ofNested(int type, Object value) {
        boolean isEmptyStruct = types.get(type).shape() instanceof Shape.Composite struct
                && struct.fields().isEmpty();
        return isEmptyStruct ? new JsonObject() : of(type, value);
    }

    private JsonObject ofEventRecord(Shape.Composite shape, Map<?, ?> record) {
        int eventType = field(shape.fields(), "event").type();
        JsonObject event = of(eventType, record.get("event")).getAsJsonObject();
        JsonObject object = event.deepCopy();
        object.add("event", event);
        object.addProperty("event_index", encoder.encode(eventType, record.get("event"))[0] & 0xff);
        EnumValue phase = (EnumValue) record.get("phase");
        object.addProperty("phase", phase.name());
        object.add(
                "extrinsic_idx",
                phase.unnamed().isEmpty()
                        ? JsonNull.INSTANCE
                        : new JsonPrimitive((Long) phase.unnamed().get(0)));
        object.add("topics", of(field(shape.fields(), "topics").type(), record.get("topics")));
        return object;
    }

    private JsonObject ofEvent(Shape.Enumeration shape, int id, EnumValue event) {
        EnumValue inner = (EnumValue) event.unnamed().get(0);
        int innerType = variant(shape, event).fields().get(0).type();
        JsonObject object = new JsonObject();
        object.addProperty("module_id", event.name());
        object.addProperty("event_id", inner.name());
        object.addProperty(
                "event_index", RecordedChain.hex(encoder.encode(id, event)).substring(2, 6));
        object.add(
                "attributes",
                inner.fields().equals(List.of())
                        ? JsonNull.INSTANCE
                        : ofVariantFields(
                                (Shape.Enumeration) types.get(innerType).shape(), inner));
        return object;
    }

    private JsonObject ofCall(Shape.Enumeration shape, int id, EnumValue call) {
        EnumValue inner = (EnumValue) call.unnamed().get(0);
        Shape calls = types.get(variant(shape, call).fields().get(0).type()).shape();
        JsonArray arguments = new JsonArray();
        for (Shape.Field field : variant((Shape.Enumeration) calls, inner).fields()) {
            JsonObject argument = new JsonObject();
            argument.addProperty("name", field.name());
            argument.addProperty("type", shortTypeName(field.typeName()));
            argument.add("value", ofNested(field.type(), inner.named().get(field.name())));
            arguments.add(argument);
        }
        byte[] encoded = encoder.encode(id, call);
        JsonObject object = new JsonObject();
        object.addProperty("call_module", call.name());
        object.addProperty("call_function", inner.name());
        object.add("call_args", arguments);
        object.addProperty("call_index", RecordedChain.hex(encoded).substring(0, 6));
        object.addProperty("call_hash", RecordedChain.hex(Hashes.blake2b(encoded, 256)));
        return object;
    }

    /** The SDK removes generic parameters of the pallet and boxes. */
    private static String shortTypeName(String name) {
        return name.replaceAll("<T( as [\\w:]+(<\\w+>)?)?>::", "")
                .replaceAll("\\bT::", "")
                .replaceAll("<T>", "")
                .replaceAll("\\bBox<(.*)>", "$1")
                .replaceAll("\\bVec<u8>", "Bytes");
    }

    private static Shape.Variant variant(Shape.Enumeration shape, EnumValue value) {
        return shape.variants().values().stream()
                .filter(candidate -> candidate.name().equals(value.name()))
                .findFirst()
                .orElseThrow();
    }

    private static Shape.Field field(List<Shape.Field> fields, String name) {
        return fields.stream()
                .filter(field -> name.equals(field.name()))
                .findFirst()
                .orElseThrow();
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return RecordedChain.hex(bytes);
        }
    }
}
