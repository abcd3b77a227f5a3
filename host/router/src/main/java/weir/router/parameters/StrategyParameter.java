package weir.router.parameters;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A parameter of a strategy. Immutable.
 *
 * @param name its name in routes
 * @param kind the type of its values
 * @param isList whether it has several values
 * @param min lowest number, or smallest length of a text
 * @param max highest number, or greatest length of a text
 * @param options the only values that it can have; empty if there are others
 * @param defaultValue its default as text; empty if there is none
 * @param description its purpose; may be empty
 */
public record StrategyParameter(
        String name,
        Kind kind,
        boolean isList,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        List<String> options,
        String defaultValue,
        String description) {

    /** Longer texts are not numbers. Parsing a number of a million digits would take minutes. */
    private static final int MAX_NUMBER_LENGTH = 400;

    public StrategyParameter {
        options = List.copyOf(options);
    }

    /** The type of a value, in the types of Configuration Admin. */
    public enum Kind {
        /** A {@link Long}. The limits are narrower if the strategy reads an int, short or byte. */
        WHOLE_NUMBER("a whole number"),
        /** A {@link Double}. */
        NUMBER("a number"),
        /** A {@link Boolean}. */
        BOOLEAN("true or false"),
        /** A {@link String}. */
        TEXT("text");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /**
     * Converts a value to the type that Configuration Admin passes to the strategy without loss.
     *
     * @param value a {@link String}, {@link Boolean} or {@link BigDecimal}, or a list of these. A text is parsed; the text of a list
     *     separates its values by commas and may have brackets around them
     * @return a value of this parameter's kind, or a list of such values
     * @throws InvalidParameterException if the value has another type, is out of range or is not an option
     */
    public Object read(Object value) {
        if (isList) {
            return elements(value).stream()
                    .map(element -> readOne(element, value))
                    .toList();
        }
        return readOne(value, value);
    }

    private static List<?> elements(Object value) {
        if (!(value instanceof String text)) {
            return value instanceof List<?> list ? list : List.of(value);
        }
        String items = text.strip().startsWith("[") && text.strip().endsWith("]")
                ? text.strip().substring(1, text.strip().length() - 1)
                : text;
        return items.isBlank()
                ? List.of()
                : Arrays.stream(items.split(",", -1))
                        .map(part -> part.strip().replaceAll("^\"(.*)\"$", "$1"))
                        .toList();
    }

    private Object readOne(Object element, Object fullValue) {
        try {
            Object read =
                    switch (kind) {
                        case WHOLE_NUMBER -> requireInRange(number(element)).longValueExact();
                        case NUMBER -> requireFinite(requireInRange(number(element)));
                        case BOOLEAN -> bool(element);
                        case TEXT -> requireLength(text(element));
                    };
            if (options.isEmpty()
                    || options.contains(String.valueOf(read))
                    || options.contains(String.valueOf(element))) {
                return read;
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            // Reported below.
        }
        throw new InvalidParameterException(
                name, "is " + (fullValue instanceof String ? "'" + fullValue + "'" : fullValue), "write " + expected());
    }

    private static BigDecimal number(Object value) {
        if (value instanceof String text && text.length() <= MAX_NUMBER_LENGTH) {
            return new BigDecimal(text.strip());
        }
        if (value instanceof BigDecimal number) {
            return number;
        }
        throw new IllegalArgumentException("not a number");
    }

    private static Boolean bool(Object value) {
        String text = value instanceof Boolean || value instanceof String ? value.toString() : "";
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        throw new IllegalArgumentException("not a boolean");
    }

    private static String text(Object value) {
        if (value instanceof List<?>) {
            throw new IllegalArgumentException("not a text");
        }
        return value instanceof BigDecimal number ? StrategyParameters.digits(number) : value.toString();
    }

    private static double requireFinite(BigDecimal number) {
        double value = number.doubleValue();
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("too large");
        }
        return value;
    }

    private String requireLength(String text) {
        requireInRange(BigDecimal.valueOf(text.length()));
        return text;
    }

    private BigDecimal requireInRange(BigDecimal number) {
        if (min.filter(limit -> number.compareTo(limit) < 0).isPresent()
                || max.filter(limit -> number.compareTo(limit) > 0).isPresent()) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }

    private String expected() {
        String singleValue = kind.label + (options.isEmpty() ? limits() : ", one of " + String.join(", ", options));
        return isList ? "a list: " + singleValue + ", with commas between them" : singleValue;
    }

    private String limits() {
        String unit = kind == Kind.TEXT ? " of length " : " ";
        String from = min.map(BigDecimal::toPlainString).orElse("");
        String to = max.map(BigDecimal::toPlainString).orElse("");
        if (min.isPresent() && max.isPresent()) {
            return (kind == Kind.TEXT ? unit : " from ") + from + " to " + to;
        }
        return min.isPresent() ? unit + "of at least " + from : max.isPresent() ? unit + "of at most " + to : "";
    }

    /** Name, kind, default and description, for lists of parameters. */
    @Override
    public String toString() {
        return name + " (" + kind.label + limits() + (isList ? ", a list" : "")
                + (options.isEmpty() ? "" : ", one of " + String.join(", ", options))
                + (defaultValue.isEmpty() ? "" : ", default " + defaultValue) + ")"
                + (description.isEmpty() ? "" : " " + description);
    }
}
