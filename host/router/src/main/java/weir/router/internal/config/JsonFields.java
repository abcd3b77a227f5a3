package weir.router.internal.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the fields of a JSON object. Every error names the file, the field and what to write instead. */
final class JsonFields {

    private final String file;
    private final String path;
    private final JsonObject object;

    JsonFields(String file, String path, JsonObject object, Set<String> known) {
        this.file = file;
        this.path = path;
        this.object = object;
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        file + ": unknown field '" + path + name + "'; known are " + new TreeSet<>(known));
            }
        }
    }

    IllegalArgumentException error(String field, String problem, String remedy) {
        return new IllegalArgumentException(file + ": '" + path + field + "' " + problem + "; " + remedy);
    }

    Optional<String> string(String field) {
        return element(field).map(value -> string(field, value));
    }

    String required(String field, String remedy) {
        return string(field).orElseThrow(() -> error(field, "is missing", remedy));
    }

    long wholeNumber(String field, long otherwise, long least, long most) {
        return element(field)
                .map(value -> {
                    String remedy = "write a whole number from " + least + " to " + most;
                    if (!(value instanceof JsonPrimitive number) || !number.isNumber()) {
                        throw error(field, "is " + value, remedy);
                    }
                    try {
                        long whole = number.getAsBigDecimal().longValueExact();
                        if (whole >= least && whole <= most) {
                            return whole;
                        }
                    } catch (ArithmeticException | NumberFormatException e) {
                        // not an integer, or out of range: reported below
                    }
                    throw error(field, "is " + value, remedy);
                })
                .orElse(otherwise);
    }

    /** A list of strings as a set of parsed values; empty if the field is absent. */
    <T> Set<T> set(String field, Function<String, T> parser, String remedy) {
        Set<T> values = new LinkedHashSet<>();
        for (JsonElement value : array(field)) {
            values.add(parsed(field, string(field, value), parser, remedy));
        }
        return Set.copyOf(values);
    }

    /** The parsed text. An IllegalArgumentException of {@code parser} becomes an error of the field. */
    <T> T parsed(String field, String text, Function<String, T> parser, String remedy) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    error(field, "is \"" + text + "\"", remedy).getMessage(), e);
        }
    }

    Optional<JsonObject> object(String field) {
        return element(field).map(value -> {
            if (!value.isJsonObject()) {
                throw error(field, "is " + value, "write an object { … }");
            }
            return value.getAsJsonObject();
        });
    }

    private List<JsonElement> array(String field) {
        return element(field)
                .map(value -> {
                    if (!value.isJsonArray()) {
                        throw error(field, "is " + value, "write a list [ … ]");
                    }
                    return value.getAsJsonArray();
                })
                .map(JsonArray::asList)
                .orElse(List.of());
    }

    private Optional<JsonElement> element(String field) {
        return Optional.ofNullable(object.get(field));
    }

    private String string(String field, JsonElement value) {
        if (!(value instanceof JsonPrimitive text) || !text.isString()) {
            throw error(field, "is " + value, "write it as text in quotes");
        }
        return text.getAsString();
    }
}
