package weir.chain.internal.metadata;

import java.util.List;
import java.util.Map;

/** How the values of a type are encoded. Numbers called {@code …Type} are ids in a {@link TypeRegistry}. */
public sealed interface Shape {

    /**
     * A field of a struct, of an enum's variant, or an argument.
     *
     * @param name {@code null} in a tuple struct
     * @param typeName name of the type as the source of the runtime has it, or {@code null}; for messages only
     */
    record Field(String name, int type, String typeName) {}

    /** A variant of an enum. */
    record Variant(String name, List<Field> fields) {}

    /** A struct. */
    record Composite(List<Field> fields) implements Shape {}

    /** An enum: variants by index, the byte that begins an encoded value. */
    record Enumeration(Map<Integer, Variant> variants) implements Shape {}

    /** A length, then that many elements. */
    record Sequence(int elementType) implements Shape {}

    /** A fixed number of elements. */
    record Array(long length, int elementType) implements Shape {}

    record Tuple(List<Integer> elementTypes) implements Shape {}

    /** An unsigned integer that takes fewer bytes if it is small. */
    record Compact(int integerType) implements Shape {}

    /** A number of bits, then as many integers of {@code storeType} as are needed for them. */
    record BitSequence(int storeType, int orderType) implements Shape {}

    /** In the order of their encoding in metadata. */
    enum Primitive implements Shape {
        BOOL(1),
        CHAR(4),
        STR(0),
        U8(1),
        U16(2),
        U32(4),
        U64(8),
        U128(16),
        U256(32),
        I8(1),
        I16(2),
        I32(4),
        I64(8),
        I128(16),
        I256(32);

        private final int byteCount;

        Primitive(int byteCount) {
            this.byteCount = byteCount;
        }

        /** Number of bytes of a value; 0 for a text. */
        public int byteCount() {
            return byteCount;
        }

        public boolean isInteger() {
            return ordinal() >= U8.ordinal();
        }

        public boolean isSigned() {
            return ordinal() >= I8.ordinal();
        }
    }
}
