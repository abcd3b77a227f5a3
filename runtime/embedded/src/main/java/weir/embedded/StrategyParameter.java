package weir.embedded;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import weir.base.WeirException;

/**
 * A parameter of a strategy.
 *
 * @param name as routes write it
 * @param kind what values it takes
 * @param list whether it takes several, with commas between them
 * @param otherwise its default, as text; empty where there is none
 * @param description what it is for; empty where nobody says
 */
public record StrategyParameter(String name, Kind kind, boolean list, String otherwise, String description) {

    /** What a value is, in Configuration Admin's types as route files use them. */
    public enum Kind {
        /** A {@link Long} that fits an int. */
        SMALL_WHOLE_NUMBER("a whole number"),
        /** A {@link Long}. */
        WHOLE_NUMBER("a whole number"),
        /** A {@link Double}. */
        NUMBER("a number"),
        /** A {@link Boolean}. */
        TRUTH("true or false"),
        /** A {@link String}. */
        TEXT("text");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** @param type of a component description or a metatype; unknown ones are text */
    static StrategyParameter of(String name, String type, boolean list, String otherwise, String description) {
        Kind kind =
                switch (type) {
                    case "Integer", "Short", "Byte" -> Kind.SMALL_WHOLE_NUMBER;
                    case "Long" -> Kind.WHOLE_NUMBER;
                    case "Double", "Float" -> Kind.NUMBER;
                    case "Boolean" -> Kind.TRUTH;
                    default -> Kind.TEXT;
                };
        return new StrategyParameter(name, kind, list, otherwise, description);
    }

    /**
     * The value that a text means, as a configuration holds it.
     *
     * @throws WeirException if it is not of this kind
     */
    public Object value(String text) {
        if (!list) {
            return single(text);
        }
        List<Object> values = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            values.add(single(part.strip()));
        }
        return List.copyOf(values);
    }

    private Object single(String text) {
        try {
            switch (kind) {
                case SMALL_WHOLE_NUMBER:
                    return (long) new BigDecimal(text).intValueExact();
                case WHOLE_NUMBER:
                    return new BigDecimal(text).longValueExact();
                case NUMBER:
                    double number = new BigDecimal(text).doubleValue();
                    if (Double.isFinite(number)) {
                        return number;
                    }
                    break;
                case TRUTH:
                    if (text.equals("true") || text.equals("false")) {
                        return Boolean.valueOf(text);
                    }
                    break;
                default:
                    return text;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Told below, for every kind.
        }
        throw WeirException.usage("parameter " + name + " is '" + text + "'", "Give " + kind.words + ": " + this + ".");
    }

    /** As a list of what can be set shows it. */
    @Override
    public String toString() {
        return name + " (" + kind.words + (list ? "s, with commas" : "")
                + (otherwise.isEmpty() ? "" : ", default " + otherwise) + ")"
                + (description.isEmpty() ? "" : " " + description);
    }
}
