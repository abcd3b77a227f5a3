package weir.chain.internal.metadata;

import java.util.List;
import java.util.stream.Collectors;
import weir.chain.ChainException;

/** The types of a runtime by id. Immutable. */
public final class TypeRegistry {

    private static final int MAX_DESCRIBED_DEPTH = 16;
    private static final int MAX_EMPTY_DEPTH = 8;

    private final List<Type> types;

    TypeRegistry(List<Type> types) {
        this.types = List.copyOf(types);
    }

    /** Number of types; ids are 0 to this number, exclusively. */
    public int size() {
        return types.size();
    }

    /** @throws ChainException if there is no type with this id */
    public Type get(int id) {
        if (id < 0 || id >= types.size()) {
            throw ChainException.malformed("the metadata has no type " + id);
        }
        return types.get(id);
    }

    /**
     * Returns the shape that determines the encoding: structs and tuples with one field, and they only, are replaced by the shape of
     * this field.
     */
    public Shape unwrapped(int id) {
        int current = id;
        for (int depth = 0; depth < MAX_DESCRIBED_DEPTH; depth++) {
            Shape shape = get(current).shape();
            if (shape instanceof Shape.Composite struct && struct.fields().size() == 1) {
                current = struct.fields().get(0).type();
            } else if (shape instanceof Shape.Tuple tuple
                    && tuple.elementTypes().size() == 1) {
                current = tuple.elementTypes().get(0);
            } else {
                return shape;
            }
        }
        throw ChainException.malformed("type " + id + " is nested too deeply");
    }

    /** Whether values of a type take no bytes. */
    public boolean isEmpty(int id) {
        return isEmpty(id, MAX_EMPTY_DEPTH);
    }

    private boolean isEmpty(int id, int depth) {
        if (depth == 0) {
            return false; // Not known to be empty. Callers reject what is not empty.
        }
        Shape shape = get(id).shape();
        if (shape instanceof Shape.Composite struct) {
            return struct.fields().stream().allMatch(field -> isEmpty(field.type(), depth - 1));
        }
        if (shape instanceof Shape.Tuple tuple) {
            return tuple.elementTypes().stream().allMatch(element -> isEmpty(element, depth - 1));
        }
        return shape instanceof Shape.Array array && (array.length() == 0 || isEmpty(array.elementType(), depth - 1));
    }

    /** Returns a type as short text in Rust's notation, for example {@code Vec<(NetUid{u16},u64)>}. */
    public String describe(int id) {
        return describe(id, MAX_DESCRIBED_DEPTH);
    }

    private String describe(int id, int depth) {
        if (depth == 0 || id < 0 || id >= types.size()) {
            return "type " + id;
        }
        Type type = types.get(id);
        Shape shape = type.shape();
        if (shape instanceof Shape.Composite struct) {
            return switch (struct.fields().size()) {
                case 0 -> type.name() + "{}";
                case 1 -> type.name() + "{" + describe(struct.fields().get(0).type(), depth - 1) + "}";
                default -> type.name();
            };
        }
        if (shape instanceof Shape.Enumeration enumeration) {
            return type.name().equals("Option") ? "Option<" + describeSome(enumeration, depth) + ">" : type.name();
        }
        if (shape instanceof Shape.Sequence sequence) {
            return "Vec<" + describe(sequence.elementType(), depth - 1) + ">";
        }
        if (shape instanceof Shape.Array array) {
            return "[" + describe(array.elementType(), depth - 1) + ";" + array.length() + "]";
        }
        if (shape instanceof Shape.Tuple tuple) {
            return tuple.elementTypes().stream()
                    .map(element -> describe(element, depth - 1))
                    .collect(Collectors.joining(",", "(", ")"));
        }
        if (shape instanceof Shape.Compact compact) {
            return "Compact<" + describe(compact.integerType(), depth - 1) + ">";
        }
        return shape instanceof Shape.Primitive primitive
                ? primitive.name().toLowerCase(java.util.Locale.ROOT)
                : "bits";
    }

    private String describeSome(Shape.Enumeration option, int depth) {
        Shape.Variant some = option.variants().get(1);
        return some == null || some.fields().isEmpty()
                ? ""
                : describe(some.fields().get(0).type(), depth - 1);
    }
}
