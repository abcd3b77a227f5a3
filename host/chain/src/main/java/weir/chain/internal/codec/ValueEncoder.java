package weir.chain.internal.codec;

import java.math.BigInteger;
import java.util.List;
import weir.chain.ChainException;
import weir.chain.internal.metadata.Shape;
import weir.chain.internal.metadata.Shape.Primitive;
import weir.chain.internal.metadata.TypeRegistry;
import weir.chain.internal.scale.ScaleWriter;

/**
 * Encodes what calls, runtime calls and storage keys of Weir need, by the type that the runtime requires:
 *
 * <ul>
 *   <li>a {@link Long}, {@link Integer} or {@link BigInteger} as an integer or compact integer that it fits
 *   <li>a {@link Boolean} as a bool
 *   <li>{@code byte[]} as an array of exactly that many bytes, or as a sequence of bytes
 *   <li>a {@link List} as a sequence or tuple
 *   <li>any of them as a struct that has one field
 * </ul>
 *
 * A value of any other type is rejected.
 */
public final class ValueEncoder {

    private ValueEncoder() {}

    /**
     * Appends a value.
     *
     * @param what name of the value for error messages
     * @throws ChainException if the type is not supported or the value does not fit it
     */
    public static void encode(TypeRegistry types, int type, Object value, String what, ScaleWriter out) {
        Shape shape = types.unwrapped(type);
        if (shape instanceof Primitive integer && integer.isInteger()) {
            out.integer(checked(value, integer, types, type, what), integer.byteCount());
        } else if (shape == Primitive.BOOL && value instanceof Boolean bool) {
            out.u8(bool ? 1 : 0);
        } else if (shape instanceof Shape.Compact compact
                && types.unwrapped(compact.integerType()) instanceof Primitive integer
                && integer.isInteger()
                && !integer.isSigned()) {
            out.compact(checked(value, integer, types, type, what));
        } else if (shape instanceof Shape.Array array
                && value instanceof byte[] bytes
                && types.unwrapped(array.elementType()) == Primitive.U8) {
            if (bytes.length != array.length()) {
                throw invalid(what + " has " + array.length() + " bytes, not " + bytes.length);
            }
            out.bytes(bytes);
        } else if (shape instanceof Shape.Sequence sequence
                && value instanceof byte[] bytes
                && types.unwrapped(sequence.elementType()) == Primitive.U8) {
            out.length(bytes.length).bytes(bytes);
        } else if (shape instanceof Shape.Sequence sequence && value instanceof List<?> elements) {
            out.length(elements.size());
            for (Object element : elements) {
                encode(types, sequence.elementType(), element, what, out);
            }
        } else if (shape instanceof Shape.Tuple tuple
                && value instanceof List<?> elements
                && elements.size() == tuple.elementTypes().size()) {
            for (int i = 0; i < elements.size(); i++) {
                encode(types, tuple.elementTypes().get(i), elements.get(i), what, out);
            }
        } else {
            throw ChainException.unsupported("unsupported type of " + what + ": " + types.describe(type));
        }
    }

    private static BigInteger checked(Object value, Primitive integer, TypeRegistry types, int type, String what) {
        BigInteger number;
        if (value instanceof BigInteger big) {
            number = big;
        } else if (value instanceof Long || value instanceof Integer) {
            number = BigInteger.valueOf(((Number) value).longValue());
        } else {
            throw ChainException.unsupported("unsupported type of " + what + ": " + types.describe(type));
        }
        int bits = Byte.SIZE * integer.byteCount();
        if (integer.isSigned() ? number.bitLength() >= bits : number.signum() < 0 || number.bitLength() > bits) {
            throw invalid(what + " " + number + " does not fit " + types.describe(type));
        }
        return number;
    }

    private static ChainException invalid(String message) {
        return new ChainException(ChainException.Reason.INVALID_ARGUMENT, message);
    }
}
