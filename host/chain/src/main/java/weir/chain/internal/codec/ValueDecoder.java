package weir.chain.internal.codec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.chain.ChainException;
import weir.chain.EnumValue;
import weir.chain.internal.metadata.Shape;
import weir.chain.internal.metadata.Shape.Primitive;
import weir.chain.internal.metadata.TypeRegistry;
import weir.chain.internal.scale.ScaleReader;

/**
 * Decodes one SCALE value of a type of the runtime. Java types of the result:
 *
 * <ul>
 *   <li>integers: {@link Long} if the value fits, otherwise {@link BigInteger}; bool: {@link Boolean}; text: {@link String}
 *   <li>sequences and arrays of bytes: {@code byte[]}; other sequences, arrays, tuples and structs without field names: {@link List}
 *   <li>structs with field names: {@link Map}; a struct without field names that has one field: this field
 *   <li>enums: {@link EnumValue}, except {@code Option}: {@link Optional}
 * </ul>
 *
 * <p>Depth and number of values are bounded, so that damaged input or metadata cannot exhaust the memory or the stack.
 */
public final class ValueDecoder {

    private static final int MAX_DEPTH = 100;
    private static final int MIN_VALUES = 4096;
    private static final int VALUES_PER_BYTE = 4;
    private static final int MAX_VALUES = 500_000;

    private final TypeRegistry types;
    private final ScaleReader in;
    private final Object[] path = new Object[MAX_DEPTH];
    private int depth;
    private long valuesLeft;

    private ValueDecoder(TypeRegistry types, byte[] bytes) {
        this.types = types;
        this.in = new ScaleReader(bytes);
        this.valuesLeft = Math.min(MAX_VALUES, MIN_VALUES + (long) VALUES_PER_BYTE * bytes.length);
    }

    /**
     * Decodes a value that takes exactly these bytes.
     *
     * @param description name of the value for error messages
     * @throws ChainException naming the field and its type, if the bytes are not such a value
     */
    public static Object decode(TypeRegistry types, int type, byte[] bytes, String description) {
        ValueDecoder decoder = new ValueDecoder(types, bytes);
        Object value;
        try {
            value = decoder.decode(type);
        } catch (ChainException e) {
            throw e.in(decoder.place(description, type));
        }
        if (decoder.in.remaining() > 0) {
            throw ChainException.malformed(description + " (" + types.describe(type) + "): " + decoder.in.remaining()
                    + " of " + bytes.length + " bytes are left over");
        }
        return value;
    }

    private Object decode(int type) {
        if (--valuesLeft < 0) {
            throw ChainException.malformed("more values than the bytes can hold");
        }
        if (depth == MAX_DEPTH) {
            throw ChainException.malformed("nested more than " + MAX_DEPTH + " levels deep");
        }
        Shape shape = types.get(type).shape();
        if (shape instanceof Primitive primitive) {
            return decodePrimitive(primitive);
        }
        if (shape instanceof Shape.Composite struct) {
            return decodeFields(struct.fields(), true);
        }
        if (shape instanceof Shape.Enumeration enumeration) {
            return decodeEnum(enumeration, types.get(type).name().equals("Option"));
        }
        if (shape instanceof Shape.Sequence sequence) {
            return decodeElements(sequence.elementType(), in.count());
        }
        if (shape instanceof Shape.Array array) {
            return decodeElements(array.elementType(), array.length());
        }
        if (shape instanceof Shape.Tuple tuple) {
            return decodeTuple(tuple.elementTypes());
        }
        if (shape instanceof Shape.Compact) {
            return in.compact();
        }
        return decodeBits((Shape.BitSequence) shape);
    }

    private Object decodePrimitive(Primitive primitive) {
        switch (primitive) {
            case BOOL:
                return in.bool();
            case STR:
                return in.text();
            case CHAR:
                return decodeChar();
            case U8:
                return (long) in.u8();
            case U16:
                return (long) in.u16();
            case U32:
                return in.u32();
            case I8:
                return (long) (byte) in.u8();
            case I16:
                return (long) (short) in.u16();
            case I32:
                return (long) (int) in.u32();
            case I64:
                return in.u64();
            default:
                BigInteger value = in.integer(primitive.byteCount(), primitive.isSigned());
                return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
        }
    }

    private String decodeChar() {
        long codePoint = in.u32();
        if (codePoint > Character.MAX_CODE_POINT) {
            throw ChainException.malformed(codePoint + " is not a character");
        }
        return Character.toString((int) codePoint);
    }

    private Object decodeFields(List<Shape.Field> fields, boolean unwrapOne) {
        if (fields.isEmpty()) {
            return List.of();
        }
        if (fields.get(0).name() == null) {
            if (unwrapOne && fields.size() == 1) {
                return decodeField(fields.get(0), 0);
            }
            List<Object> values = new ArrayList<>(fields.size());
            for (int i = 0; i < fields.size(); i++) {
                values.add(decodeField(fields.get(i), i));
            }
            return values;
        }
        Map<String, Object> values = new LinkedHashMap<>(fields.size() * 2);
        for (int i = 0; i < fields.size(); i++) {
            Shape.Field field = fields.get(i);
            values.put(field.name() == null ? Integer.toString(i) : field.name(), decodeField(field, i));
        }
        return values;
    }

    private Object decodeField(Shape.Field field, int index) {
        path[depth++] = field.name() == null ? (Object) index : field.name();
        Object value = decode(field.type());
        depth--;
        return value;
    }

    private Object decodeEnum(Shape.Enumeration enumeration, boolean isOption) {
        int index = in.u8();
        Shape.Variant variant = enumeration.variants().get(index);
        if (variant == null) {
            throw ChainException.malformed("no variant has the index " + index);
        }
        if (isOption) {
            return variant.fields().isEmpty()
                    ? Optional.empty()
                    : Optional.of(decodeField(variant.fields().get(0), 0));
        }
        path[depth++] = variant.name();
        Object fields = decodeFields(variant.fields(), false);
        depth--;
        return new EnumValue(variant.name(), fields);
    }

    private Object decodeElements(int elementType, long count) {
        if (types.unwrapped(elementType) == Primitive.U8) {
            if (count > in.remaining()) {
                throw ChainException.malformed(count + " bytes announced, " + in.remaining() + " left");
            }
            return in.bytes((int) count);
        }
        if (count > valuesLeft) {
            throw ChainException.malformed(count + " elements announced, " + in.remaining() + " bytes left");
        }
        List<Object> values = new ArrayList<>((int) Math.min(count, in.remaining()));
        for (int i = 0; i < count; i++) {
            path[depth++] = i;
            values.add(decode(elementType));
            depth--;
        }
        return values;
    }

    private Object decodeTuple(List<Integer> elementTypes) {
        List<Object> values = new ArrayList<>(elementTypes.size());
        for (int i = 0; i < elementTypes.size(); i++) {
            path[depth++] = i;
            values.add(decode(elementTypes.get(i)));
            depth--;
        }
        return values;
    }

    /** Returns the bits as Booleans, the first one first. */
    private List<Object> decodeBits(Shape.BitSequence bits) {
        long count = in.count();
        int wordBits = types.unwrapped(bits.storeType()) instanceof Primitive store ? Byte.SIZE * store.byteCount() : 0;
        if (wordBits == 0 || wordBits > Long.SIZE || count > (long) Byte.SIZE * in.remaining()) {
            throw ChainException.malformed(
                    count + " bits in words of " + wordBits + " bits, " + in.remaining() + " bytes left");
        }
        boolean highestFirst = types.get(bits.orderType()).name().equals("Msb0");
        List<Object> values = new ArrayList<>((int) count);
        BigInteger word = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            int bit = i % wordBits;
            if (bit == 0) {
                word = in.integer(wordBits / Byte.SIZE, false);
            }
            values.add(word.testBit(highestFirst ? wordBits - 1 - bit : bit));
        }
        return Collections.unmodifiableList(values);
    }

    private String place(String description, int type) {
        StringBuilder place = new StringBuilder(description);
        for (int i = 0; i < depth; i++) {
            if (path[i] instanceof Integer index) {
                place.append('[').append(index).append(']');
            } else {
                place.append('.').append(path[i]);
            }
        }
        return place.append(" of ").append(types.describe(type)).toString();
    }
}
