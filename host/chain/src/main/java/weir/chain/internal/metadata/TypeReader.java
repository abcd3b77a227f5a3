package weir.chain.internal.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weir.chain.ChainException;
import weir.chain.internal.scale.ScaleReader;

/** Reads the types of metadata (the encoding of the Rust crate {@code scale-info} 2.x). */
final class TypeReader {

    private static final Shape.Primitive[] PRIMITIVES = Shape.Primitive.values();

    private final ScaleReader in;

    TypeReader(ScaleReader in) {
        this.in = in;
    }

    TypeRegistry read() {
        int count = in.length();
        List<Type> types = new ArrayList<>(Math.min(count, 4096));
        for (int id = 0; id < count; id++) {
            int readId = in.compactInt();
            if (readId != id) {
                throw ChainException.malformed("type " + readId + " stands in the place of type " + id);
            }
            types.add(readType());
        }
        return new TypeRegistry(types);
    }

    private Type readType() {
        List<String> path = readTexts();
        for (int i = in.length(); i > 0; i--) { // Generic parameters: the shape already contains them.
            in.skip(in.length());
            if (in.bool()) {
                in.compactInt();
            }
        }
        Shape shape = readShape();
        skipDocs(in);
        return new Type(path, shape);
    }

    private Shape readShape() {
        int kind = in.u8();
        switch (kind) {
            case 0:
                return new Shape.Composite(readFields());
            case 1:
                return readEnumeration();
            case 2:
                return new Shape.Sequence(in.compactInt());
            case 3:
                return new Shape.Array(in.u32(), in.compactInt());
            case 4:
                return new Shape.Tuple(readTuple());
            case 5:
                int primitive = in.u8();
                if (primitive >= PRIMITIVES.length) {
                    throw ChainException.malformed("unknown primitive type " + primitive);
                }
                return PRIMITIVES[primitive];
            case 6:
                return new Shape.Compact(in.compactInt());
            case 7:
                return new Shape.BitSequence(in.compactInt(), in.compactInt());
            default:
                throw ChainException.malformed("unknown kind of type " + kind);
        }
    }

    private List<Integer> readTuple() {
        List<Integer> elements = new ArrayList<>();
        for (int i = in.length(); i > 0; i--) {
            elements.add(in.compactInt());
        }
        return List.copyOf(elements);
    }

    private List<Shape.Field> readFields() {
        int count = in.length();
        List<Shape.Field> fields = new ArrayList<>(Math.min(count, 16));
        for (int i = 0; i < count; i++) {
            String name = in.bool() ? in.text() : null;
            int type = in.compactInt();
            String typeName = in.bool() ? in.text() : null;
            skipDocs(in);
            fields.add(new Shape.Field(name, type, typeName));
        }
        return List.copyOf(fields);
    }

    private Shape readEnumeration() {
        int count = in.length();
        Map<Integer, Shape.Variant> variants = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = in.text();
            List<Shape.Field> fields = readFields();
            int index = in.u8();
            skipDocs(in);
            if (variants.put(index, new Shape.Variant(name, fields)) != null) {
                throw ChainException.malformed("two variants have the index " + index + ", one is " + name);
            }
        }
        return new Shape.Enumeration(variants);
    }

    private List<String> readTexts() {
        List<String> texts = new ArrayList<>();
        for (int i = in.length(); i > 0; i--) {
            texts.add(in.text());
        }
        return List.copyOf(texts);
    }

    /** Skips documentation: a list of texts. */
    static void skipDocs(ScaleReader in) {
        for (int i = in.length(); i > 0; i--) {
            in.skip(in.length());
        }
    }
}
