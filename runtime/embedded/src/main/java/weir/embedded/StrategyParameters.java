package weir.embedded;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import weir.base.WeirException;

/** Parameters as a command line gives them, {@code name=value}, checked against what a strategy takes. */
public final class StrategyParameters {

    private StrategyParameters() {}

    /**
     * The values as a route's configuration would hold them.
     *
     * @param texts by name
     * @throws WeirException naming the parameters that there are, if a name or a value is wrong
     */
    public static Map<String, Object> of(StrategyJar jar, Map<String, String> texts) {
        Map<String, Object> values = new TreeMap<>();
        texts.forEach((name, text) -> {
            StrategyParameter parameter = jar.parameters().get(name);
            if (parameter == null) {
                throw WeirException.usage("strategy " + jar + " has no parameter '" + name + "'", known(jar));
            }
            values.put(name, parameter.value(text));
        });
        return values;
    }

    /** As results show them: {@code name=value} with blanks between, by name. */
    public static String text(Map<String, Object> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }

    private static String known(StrategyJar jar) {
        return jar.parameters().isEmpty()
                ? "It has none at all."
                : jar.parameters().values().stream()
                        .sorted((a, b) -> a.name().compareTo(b.name()))
                        .map(parameter -> "  " + parameter)
                        .collect(Collectors.joining("\n", "It has:\n", ""));
    }
}
