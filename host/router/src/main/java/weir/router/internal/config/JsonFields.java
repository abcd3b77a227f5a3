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

/** Reads the fields of a JSON object. An error names the file, the field, the problem and the remedy. */
final class JsonFields {

    private final String file;
    private final String fieldPrefix;
    private final JsonObject object;

    JsonFields(String file, String fieldPrefix, JsonObject object, Set<String> knownFields) {
        this.file = file;
        this.fieldPrefix = fieldPrefix;
        this.object = object;
        for (String name : object.keySet()) {
            if (!knownFields.contains(name)) {
                throw new IllegalArgumentException(
                        file + ": unknown field '" + fieldPrefix + name + "'; known are " + new TreeSet<>(knownFields));
            }
        }
    }

    IllegalArgumentException error(String field, String problem, String remedy) {
        return new IllegalArgumentException(file + ": '" + fieldPrefix + field + "' " + problem + "; " + remedy);
    }

    Optional<String> string(String field) {
        return element(field).map(value -> string(field, value));
    }

    String required(String field, String remedy) {
        return string(field).orElseThrow(() -> error(field, "is missing", remedy));
    }

    long wholeNumber(String field, long defaultValue, long min, long max) {
        return element(field)
                .map(value -> {
                    String remedy = "write a whole number from " + min + " to " + max;
                    if (!(value instanceof JsonPrimitive number) || !number.isNumber()) {
                        throw error(field, "is " + value, remedy);
                    }
                    try {
                        long whole = number.getAsBigDecimal().longValueExact();
                        if (whole >= min && whole <= max) {
                            return whole;
                        }
                    } catch (ArithmeticException | NumberFormatException e) {
                        // The error below reports a number that is not an integer or out of range.
                    }
                    throw error(field, "is " + value, remedy);
                })
                .orElse(defaultValue);
    }

    double number(String field, double defaultValue, double min, double below) {
        return element(field)
                .map(value -> {
                    if (value instanceof JsonPrimitive number && number.isNumber()) {
                        double parsed = number.getAsDouble();
                        if (parsed >= min && parsed < below) {
                            return parsed;
                        }
                    }
                    throw error(field, "is " + value, "write a number from " + min + ", below " + below);
                })
                .orElse(defaultValue);
    }

    /** Returns the parsed elements of a list of strings; empty if the field is absent. */
    <T> Set<T> setOf(String field, Function<String, T> parser, String remedy) {
        Set<T> values = new LinkedHashSet<>();
        for (JsonElement value : array(field)) {
            values.add(parsed(field, string(field, value), parser, remedy));
        }
        return Set.copyOf(values);
    }

    /** Parses the field's text. Adds the file, the field and the remedy to an IllegalArgumentException of {@code parser}. */
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
