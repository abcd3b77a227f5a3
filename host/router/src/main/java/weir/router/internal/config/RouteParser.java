package weir.router.internal.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.osgi.framework.VersionRange;
import weir.router.UpgradePolicy;
import weir.router.challenge.Challenger;
import weir.router.challenge.Challenger.Promotion;
import weir.strategy.RoundType;

/** Parses the JSON text of a route file. Rejects unknown fields and values of a wrong type. */
public final class RouteParser {

    /** Chain id of Base. */
    public static final long BASE_CHAIN_ID = 8453;

    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{40}");
    private static final Pattern ROUTE_ID = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");
    /** Without a dot, so that a route cannot name the configuration PID of a host component, which contains one. */
    private static final Pattern STRATEGY_NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private static final String ADDRESS_REMEDY = "write 0x and 40 hexadecimal digits";
    private static final String ROUND_TYPE_REMEDY = "write \"evaluation\" or \"live\"";
    private static final String VERSIONS_REMEDY = "write an OSGi version range, for example \"[1.0,2.0)\"";
    private static final VersionRange ALL_VERSIONS = VersionRange.valueOf("0");
    private static final Set<String> FIELDS = Set.of(
            "chain",
            "pair",
            "vault",
            "roundTypes",
            "filter",
            "strategy",
            "versions",
            "upgrade",
            "parameters",
            "challenger");
    private static final Set<String> CHALLENGER_FIELDS =
            Set.of("strategy", "versions", "parameters", "promote", "margin");
    private static final Set<String> FILTER_FIELDS =
            Set.of("acceptPairs", "refusePairs", "acceptVaults", "refuseVaults", "acceptRoundTypes", "maxRebalances");
    /** Prefixes of properties that the host or Declarative Services sets. */
    private static final List<String> RESERVED_PREFIXES =
            List.of("weir.", "strategy.", "service.", "component.", "felix.");

    private RouteParser() {}

    /**
     * Parses a route.
     *
     * @param id the file's name without {@code .json}
     * @throws IllegalArgumentException if the text is invalid; the message names the file, the field and the remedy
     */
    public static Route parse(String id, String text) {
        String file = id + ".json";
        if (!isRouteId(id)) {
            throw new IllegalArgumentException(
                    file + ": a route id consists of lower case letters, digits, dots and dashes; rename the file");
        }
        JsonFields fields = new JsonFields(file, "", object(file, text), FIELDS);
        String pair = fields.required("pair", "write the pool's address, or \"*\" for the default route");
        Set<RoundType> roundTypes = fields.setOf("roundTypes", RouteParser::roundType, ROUND_TYPE_REMEDY);
        Route route = new Route(
                id,
                fields.wholeNumber("chain", BASE_CHAIN_ID, 1, Long.MAX_VALUE),
                pair.equals(Route.ANY_PAIR)
                        ? pair
                        : fields.parsed("pair", pair, RouteParser::address, ADDRESS_REMEDY + ", or \"*\""),
                fields.string("vault")
                        .map(address -> fields.parsed("vault", address, RouteParser::address, ADDRESS_REMEDY)),
                roundTypes.isEmpty() ? Set.of(RoundType.values()) : roundTypes,
                fields.object("filter").map(filter -> filter(file, filter)).orElse(RouteFilter.NONE),
                strategy(fields),
                versions(fields),
                fields.parsed(
                        "upgrade",
                        fields.string("upgrade").orElse("auto"),
                        RouteParser::upgrade,
                        "write \"auto\" or \"manual\""),
                parameters(file, "", fields),
                fields.object("challenger").map(challenger -> challenger(file, challenger)));
        if (route.challenger()
                .filter(challenger -> isSameStrategy(route, challenger))
                .isPresent()) {
            throw fields.error(
                    "challenger", "is the route's own strategy", "name another strategy, version range or parameters");
        }
        return route;
    }

    private static String strategy(JsonFields fields) {
        return fields.parsed(
                "strategy",
                fields.required("strategy", "write the strategy's name, for example \"hold\""),
                RouteParser::strategyName,
                "write a strategy's name: lower case letters, digits and dashes, for example \"range-follower\"");
    }

    private static Optional<VersionRange> versions(JsonFields fields) {
        return fields.string("versions")
                .map(range -> fields.parsed("versions", range, VersionRange::valueOf, VERSIONS_REMEDY))
                .filter(range -> !range.equals(ALL_VERSIONS));
    }

    private static Challenger challenger(String file, JsonObject object) {
        JsonFields fields = new JsonFields(file, "challenger.", object, CHALLENGER_FIELDS);
        return new Challenger(
                strategy(fields),
                versions(fields),
                parameters(file, "challenger.", fields),
                fields.parsed(
                        "promote",
                        fields.string("promote").orElse("propose"),
                        RouteParser::promotion,
                        "write \"propose\" or \"auto\""),
                fields.number("margin", 0, 0, Challenger.MAX_MARGIN));
    }

    private static boolean isSameStrategy(Route route, Challenger challenger) {
        return challenger.strategy().equals(route.strategy())
                && challenger.versions().equals(route.versions())
                && challenger.parameters().equals(route.parameters());
    }

    /**
     * Parses a JSON object. Ignores a byte order mark at its beginning.
     *
     * @throws IllegalArgumentException if the text is not one; the message names the file and the remedy
     */
    public static JsonObject object(String file, String text) {
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            JsonElement json = JsonParser.parseReader(reader);
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
        } catch (JsonParseException | StackOverflowError e) {
            throw new IllegalArgumentException(
                    file + ": is not valid JSON (" + e.getMessage() + "); correct the text", e);
        }
        throw new IllegalArgumentException(
                file + ": does not contain a JSON object; write { \"pair\": …, \"strategy\": … }");
    }

    private static RouteFilter filter(String file, JsonObject object) {
        JsonFields fields = new JsonFields(file, "filter.", object, FILTER_FIELDS);
        return new RouteFilter(
                fields.setOf("acceptPairs", RouteParser::address, ADDRESS_REMEDY),
                fields.setOf("refusePairs", RouteParser::address, ADDRESS_REMEDY),
                fields.setOf("acceptVaults", RouteParser::address, ADDRESS_REMEDY),
                fields.setOf("refuseVaults", RouteParser::address, ADDRESS_REMEDY),
                fields.setOf("acceptRoundTypes", RouteParser::roundType, ROUND_TYPE_REMEDY),
                (int) fields.wholeNumber("maxRebalances", Integer.MAX_VALUE, 0, Integer.MAX_VALUE));
    }

    /** Returns the parameters as they are written: strings, booleans, numbers and lists. Their types depend on the strategy's version. */
    private static Map<String, Object> parameters(String file, String prefix, JsonFields owner) {
        JsonObject object = owner.object("parameters").orElseGet(JsonObject::new);
        JsonFields fields = new JsonFields(file, prefix + "parameters.", object, object.keySet());
        Map<String, Object> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        object.asMap().forEach((name, value) -> {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (name.isBlank() || RESERVED_PREFIXES.stream().anyMatch(lowerCase::startsWith)) {
                throw fields.error(name, "is a reserved name", "choose another one");
            }
            parameters.keySet().stream()
                    .filter(name::equalsIgnoreCase)
                    .findFirst()
                    .ifPresent(other -> {
                        throw fields.error(name, "differs from '" + other + "' only in case", "keep one of the two");
                    });
            parameters.put(
                    name,
                    parameter(value)
                            .orElseThrow(
                                    () -> fields.error(
                                            name,
                                            "is " + value,
                                            "write text, a number of at most 1e308, true or false, or a list of one of these")));
        });
        return Map.copyOf(parameters);
    }

    /** Returns a string, boolean, BigDecimal, or a list of values of one of these types; empty for another value. */
    private static Optional<Object> parameter(JsonElement value) {
        if (value instanceof JsonArray array) {
            List<Optional<Object>> list =
                    array.asList().stream().map(RouteParser::scalar).toList();
            boolean isValid = list.stream().allMatch(Optional::isPresent)
                    && list.stream()
                                    .map(element -> element.get().getClass())
                                    .distinct()
                                    .count()
                            <= 1;
            return isValid ? Optional.of(list.stream().map(Optional::get).toList()) : Optional.empty();
        }
        return scalar(value);
    }

    private static Optional<Object> scalar(JsonElement value) {
        if (!(value instanceof JsonPrimitive scalar)) {
            return Optional.empty();
        }
        if (scalar.isNumber()) {
            try {
                return Optional.of((Object) scalar.getAsBigDecimal())
                        .filter(number -> Double.isFinite(((BigDecimal) number).doubleValue()));
            } catch (NumberFormatException e) {
                return Optional.empty(); // Gson rejects exponents of five digits and more.
            }
        }
        return Optional.of(scalar.isBoolean() ? (Object) scalar.getAsBoolean() : scalar.getAsString());
    }

    private static String address(String text) {
        String address = text.toLowerCase(Locale.ROOT);
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("not an address");
        }
        return address;
    }

    /** Whether a text is a valid route id. */
    public static boolean isRouteId(String text) {
        return ROUTE_ID.matcher(text).matches();
    }

    private static String strategyName(String text) {
        if (!STRATEGY_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("not a strategy name");
        }
        return text;
    }

    private static RoundType roundType(String text) {
        return RoundType.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static Promotion promotion(String text) {
        return Promotion.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static UpgradePolicy upgrade(String text) {
        return UpgradePolicy.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
