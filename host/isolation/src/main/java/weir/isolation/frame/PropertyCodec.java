package weir.isolation.frame;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes and reads the properties of a component: text, numbers, booleans, and arrays or lists of them. */
public final class PropertyCodec {

    private static final int MAX_PROPERTIES = 1_000;
    private static final int MAX_ELEMENTS = 10_000;
    private static final int MAX_TEXT_BYTES = 65_536;

    /** The types of Configuration Admin, each with its parser. */
    private enum Type {
        STRING(String.class, text -> text),
        BOOLEAN(Boolean.class, Boolean::valueOf),
        BYTE(Byte.class, Byte::valueOf),
        SHORT(Short.class, Short::valueOf),
        INTEGER(Integer.class, Integer::valueOf),
        LONG(Long.class, Long::valueOf),
        FLOAT(Float.class, Float::valueOf),
        DOUBLE(Double.class, Double::valueOf),
        CHARACTER(Character.class, text -> text.charAt(0));

        private final Class<?> type;
        private final Function<String, Object> parser;

        Type(Class<?> type, Function<String, Object> parser) {
            this.type = type;
            this.parser = parser;
        }

        static Type of(Object value) {
            for (Type each : values()) {
                if (each.type.isInstance(value)) {
                    return each;
                }
            }
            throw new IllegalArgumentException("a property of " + value.getClass());
        }

        Object parse(String text) {
            try {
                return parser.apply(text);
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new FrameException("value: '" + text + "' is not of the type " + type.getSimpleName());
            }
        }
    }

    private PropertyCodec() {}

    /** @throws IllegalArgumentException if a value has another type */
    public static void write(FrameWriter to, Map<String, Object> properties) {
        to.list(List.copyOf(properties.entrySet()), (writer, entry) -> {
            List<Object> elements = elements(entry.getValue());
            writer.text(entry.getKey()).bool(elements != null);
            List<Object> values = elements == null ? List.of(entry.getValue()) : elements;
            writer.int32((values.isEmpty() ? Type.STRING : Type.of(values.get(0))).ordinal())
                    .list(values, (each, value) -> each.text(value.toString()));
        });
    }

    /** {@code null} if the value is a single one. */
    private static List<Object> elements(Object value) {
        if (value instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        if (!value.getClass().isArray()) {
            return null;
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            elements.add(Array.get(value, i));
        }
        return elements;
    }

    /** Properties by name. A list is an array of its elements' type, for example {@code Long[]}. */
    public static Map<String, Object> read(FrameReader from) {
        Map<String, Object> properties = new TreeMap<>();
        from.list("properties", MAX_PROPERTIES, reader -> {
            String name = reader.text("name", MAX_TEXT_BYTES);
            boolean isList = reader.bool("isList");
            Type type = reader.constant("type", Type.values());
            List<Object> values =
                    reader.list("values", MAX_ELEMENTS, each -> type.parse(each.text("value", MAX_TEXT_BYTES)));
            if (!isList && values.size() != 1) {
                throw new FrameException("values: " + values.size() + " of a single value");
            }
            return properties.put(
                    name,
                    isList ? values.toArray((Object[]) Array.newInstance(type.type, values.size())) : values.get(0));
        });
        return properties;
    }
}
