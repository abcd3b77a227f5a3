package weir.console.internal.panel.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
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

    private PageJson() {}

    public static String of(Object value) {
        return GSON.toJson(value);
    }

    /** A number for a chart: null, which is a gap, if it is not finite; otherwise with nine digits at most. */
    public static Double finite(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        return value == 0 ? 0 : Double.valueOf(String.format(Locale.ROOT, "%.9g", value));
    }

    private static JsonSerializer<Object> asString(Function<Object, String> toText) {
        return (value, type, gson) -> new JsonPrimitive(toText.apply(value));
    }
}
