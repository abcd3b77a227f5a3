package weir.embedded;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import weir.base.WeirException;

/**
 * A parameter of a strategy.
 *
 * @param name its name in routes
 * @param kind the type of its values
 * @param isList whether it takes several values, separated by commas
 * @param defaultValue its default as text; empty if there is none
 * @param description its purpose; may be empty
 */
public record StrategyParameter(String name, Kind kind, boolean isList, String defaultValue, String description) {

    /** The type of a value, in the types of Configuration Admin that route files use. */
    public enum Kind {
        /** A {@link Long} that fits an int. */
        INT("a whole number"),
        /** A {@link Long}. */
        LONG("a whole number"),
        /** A {@link Double}. */
        DOUBLE("a number"),
        /** A {@link Boolean}. */
        BOOLEAN("true or false"),
        /** A {@link String}. */
        TEXT("text");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** @param type of a component description or a metatype; unknown types are text */
        static Kind of(String type) {
            return switch (type) {
                case "Integer", "Short", "Byte" -> INT;
                case "Long" -> LONG;
                case "Double", "Float" -> DOUBLE;
                case "Boolean" -> BOOLEAN;
                default -> TEXT;
            };
        }
    }

    /**
     * Parses the parameters of a strategy.
     *
     * @param texts values as text, by name
     * @return the values as a route's configuration contains them
     * @throws WeirException if a name or a value is not valid; it lists the parameters
     */
    public static Map<String, Object> parse(StrategyJar jar, Map<String, String> texts) {
        Map<String, Object> values = new TreeMap<>();
        texts.forEach((name, text) -> {
            StrategyParameter parameter = jar.parameters().get(name);
            if (parameter == null) {
                throw WeirException.usage(
                        "strategy " + jar + " has no parameter '" + name + "'",
                        jar.parameters().isEmpty()
                                ? "It has no parameters."
                                : new TreeMap<>(jar.parameters())
                                        .values().stream()
                                                .map(known -> "  " + known)
                                                .collect(Collectors.joining("\n", "It has:\n", "")));
            }
            values.put(name, parameter.value(text));
        });
        return values;
    }

    /** Values as results show them: {@code name=value}, separated by spaces, by name. */
    public static String format(Map<String, Object> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }

    /**
     * Parses a value.
     *
     * @throws WeirException if the text is not of this kind
     */
    public Object value(String text) {
        return isList
                ? Arrays.stream(text.split(",", -1))
                        .map(part -> single(part.strip()))
                        .toList()
                : single(text);
    }

    private Object single(String text) {
        try {
            switch (kind) {
                case INT:
                    return (long) new BigDecimal(text).intValueExact();
                case LONG:
                    return new BigDecimal(text).longValueExact();
                case DOUBLE:
                    double number = new BigDecimal(text).doubleValue();
                    if (Double.isFinite(number)) {
                        return number;
                    }
                    break;
                case BOOLEAN:
                    if (text.equals("true") || text.equals("false")) {
                        return Boolean.valueOf(text);
                    }
                    break;
                default:
                    return text;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Reported below, like other invalid values.
        }
        throw WeirException.usage("parameter " + name + " is '" + text + "'", "Give " + kind.label + ": " + this + ".");
    }

    /** Name, kind, default and description, for lists of parameters. */
    @Override
    public String toString() {
        return name + " (" + kind.label + (isList ? "s, with commas" : "")
                + (defaultValue.isEmpty() ? "" : ", default " + defaultValue) + ")"
                + (description.isEmpty() ? "" : " " + description);
    }
}
