package weir.chain.internal.codec;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.chain.EnumValue;
import weir.chain.internal.metadata.Shape;
import weir.chain.internal.metadata.Shape.Primitive;
import weir.chain.internal.metadata.TypeRegistry;
import weir.chain.internal.scale.ScaleWriter;

/** Encodes decoded values of every type again, to check that decoding loses nothing. */
public final class ReferenceEncoder {

    private final TypeRegistry types;

    public ReferenceEncoder(TypeRegistry types) {
        this.types = types;
    }

    public byte[] encode(int type, Object value) {
        ScaleWriter out = new ScaleWriter();
        encode(type, value, out);
        return out.toByteArray();
    }

    private void encode(int type, Object value, ScaleWriter out) {
        Shape shape = types.get(type).shape();
        if (shape instanceof Shape.Composite struct) {
            encodeFields(struct.fields(), value, true, out);
        } else if (shape instanceof Shape.Enumeration enumeration) {
            encodeEnum(enumeration, value, out);
        } else if (shape instanceof Shape.Sequence sequence) {
            out.length(value instanceof byte[] bytes ? bytes.length : ((List<?>) value).size());
            encodeElements(sequence.elementType(), value, out);
        } else if (shape instanceof Shape.Array array) {
            encodeElements(array.elementType(), value, out);
        } else if (shape instanceof Shape.Tuple tuple) {
            for (int i = 0; i < tuple.elementTypes().size(); i++) {
                encode(tuple.elementTypes().get(i), ((List<?>) value).get(i), out);
            }
        } else if (shape instanceof Shape.Compact) {
            out.compact(number(value));
        } else if (shape instanceof Primitive primitive) {
            encodePrimitive(primitive, value, out);
        } else {
            throw new AssertionError("not in the corpus: " + shape);
        }
    }

    private void encodeFields(List<Shape.Field> fields, Object value, boolean isStruct, ScaleWriter out) {
        for (int i = 0; i < fields.size(); i++) {
            Shape.Field field = fields.get(i);
            boolean isUnwrapped = isStruct && fields.size() == 1 && field.name() == null;
            Object fieldValue = isUnwrapped
                    ? value
                    : value instanceof Map<?, ?> map ? map.get(field.name()) : ((List<?>) value).get(i);
            encode(field.type(), fieldValue, out);
        }
    }

    private void encodeEnum(Shape.Enumeration enumeration, Object value, ScaleWriter out) {
        if (value instanceof Optional<?> option) {
            out.u8(option.isPresent() ? 1 : 0);
            option.ifPresent(
                    some -> encode(enumeration.variants().get(1).fields().get(0).type(), some, out));
            return;
        }
        EnumValue variant = (EnumValue) value;
        enumeration.variants().forEach((index, candidate) -> {
            if (candidate.name().equals(variant.name())) {
                out.u8(index);
                encodeFields(candidate.fields(), variant.fields(), false, out);
            }
        });
    }

    private void encodeElements(int elementType, Object value, ScaleWriter out) {
        if (value instanceof byte[] bytes) {
            out.bytes(bytes);
        } else {
            ((List<?>) value).forEach(element -> encode(elementType, element, out));
        }
    }

    private static void encodePrimitive(Primitive primitive, Object value, ScaleWriter out) {
        switch (primitive) {
            case BOOL -> out.u8((Boolean) value ? 1 : 0);
            case STR -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                out.length(text.length).bytes(text);
            }
            default -> out.integer(number(value), primitive.byteCount());
        }
    }

    private static BigInteger number(Object value) {
        return value instanceof BigInteger big ? big : BigInteger.valueOf((Long) value);
    }
}
