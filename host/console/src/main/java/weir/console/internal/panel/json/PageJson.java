package weir.console.internal.panel.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** JSON of the panels: one line, enum constants in lower case, and no field for what is empty or not a number. */
public final class PageJson {

    private static final Gson GSON = new GsonBuilder()
            .registerTypeHierarchyAdapter(Optional.class, (JsonSerializer<Optional<?>>)
                    (optional, type, gson) -> gson.serialize(optional.orElse(null)))
            .registerTypeHierarchyAdapter(
                    Enum.class, asString(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT)))
            .registerTypeAdapter(Version.class, asString(Object::toString))
            .registerTypeAdapter(VersionRange.class, asString(Object::toString))
            .registerTypeAdapter(Instant.class, asString(Object::toString))
            .create();

    /** Larger powers of ten are not exact as a double. */
    private static final int MAX_EXACT_POWER = 22;

    private static final double[] POWERS_OF_TEN = IntStream.rangeClosed(0, MAX_EXACT_POWER)
            .mapToDouble(exponent -> Double.parseDouble("1e" + exponent))
            .toArray();

    private static final MathContext NINE_DIGITS = new MathContext(9);

    private PageJson() {}

    public static String of(Object value) {
        return GSON.toJson(value);
    }

    /** A number for a chart: null, which is a gap, if it is not finite; otherwise with nine digits at most. */
    public static Double finite(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        if (value == 0) {
            return 0.0;
        }
        int decimals = 8 - (int) Math.floor(Math.log10(Math.abs(value)));
        if (decimals < 0 || decimals > MAX_EXACT_POWER) {
            return new BigDecimal(value).round(NINE_DIGITS).doubleValue();
        }
        double power = POWERS_OF_TEN[decimals]; // Exact, so the quotient is the double next to the decimal number.
        return Math.rint(value * power) / power;
    }

    private static JsonSerializer<Object> asString(Function<Object, String> toText) {
        return (value, type, gson) -> new JsonPrimitive(toText.apply(value));
    }
}
