package weir.router.parameters;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parameters that a strategy declares. Immutable.
 *
 * @param byName the declared parameters
 * @param acceptsOthers whether the strategy may read names that it does not declare: it declares none, but reads its configuration
 */
public record StrategyParameters(Map<String, StrategyParameter> byName, boolean acceptsOthers) {

    /** Digits of 2^256, the greatest amount of tokens. */
    private static final int MAX_DIGITS = 78;

    public StrategyParameters {
        byName = Map.copyOf(byName);
    }

    /**
     * Checks values and converts them to types of Configuration Admin.
     *
     * @param values see {@link StrategyParameter#read}, by exact name
     * @return the values as {@link Long}, {@link Double}, {@link Boolean}, {@link String} or a list of these
     * @throws InvalidParameterException for the first name or value that is not valid
     */
    public Map<String, Object> read(Map<String, ?> values) {
        Map<String, Object> read = new TreeMap<>();
        values.forEach((name, value) -> {
            StrategyParameter parameter = byName.get(name);
            if (parameter == null && !acceptsOthers) {
                throw new InvalidParameterException(name, "is not a parameter of the strategy", knownNames(name));
            }
            read.put(name, parameter == null ? readUndeclared(name, value) : parameter.read(value));
        });
        return read;
    }

    /** Values as results show them: {@code name=value}, separated by spaces, by name. */
    public static String format(Map<String, Object> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }

    private String knownNames(String name) {
        if (byName.isEmpty()) {
            return "remove it: the strategy has no parameters";
        }
        String names = String.join(", ", new TreeSet<>(byName.keySet()));
        return nearest(name, byName.keySet())
                .map(known -> "did you mean '" + known + "'? The parameters are " + names)
                .orElse("choose one of " + names);
    }

    /** Lists the parameters with their types, limits and defaults, one a line. */
    public String describe() {
        return new TreeMap<>(byName)
                .values().stream().map(parameter -> "  " + parameter).collect(Collectors.joining("\n"));
    }

    /** Returns the name with the smallest edit distance without regard to case, if it is so similar that a typo is likely. */
    private static Optional<String> nearest(String name, Collection<String> names) {
        Comparator<String> byDistance = Comparator.comparingInt(known -> distance(simple(name), simple(known)));
        return names.stream()
                .min(byDistance.thenComparing(Comparator.naturalOrder()))
                .filter(known -> distance(simple(name), simple(known)) <= 1 + known.length() / 4);
    }

    private static String simple(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Levenshtein distance: the number of letters to insert, remove or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            int diagonal = i;
            for (int j = 0; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (i > 0 && j > 0 && a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = i == 0 ? j : j == 0 ? i : Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    private static Object readUndeclared(String name, Object value) {
        if (value instanceof List<?> list) {
            List<Object> read = new ArrayList<>();
            list.forEach(element -> read.add(readUndeclared(name, element)));
            return List.copyOf(read);
        }
        if (!(value instanceof BigDecimal number)) {
            return value;
        }
        if (number.scale() > 0 || number.precision() - (long) number.scale() > MAX_DIGITS) {
            return number.doubleValue();
        }
        return number.toBigInteger().bitLength() < Long.SIZE ? (Object) number.longValue() : digits(number);
    }

    /** Text of a number: an amount of tokens with all its digits. */
    static String digits(BigDecimal number) {
        return number.scale() <= 0 && number.precision() - (long) number.scale() <= MAX_DIGITS
                ? number.toBigInteger().toString()
                : number.toString();
    }
}
