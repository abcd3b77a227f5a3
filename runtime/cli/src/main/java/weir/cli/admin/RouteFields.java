package weir.cli.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Fields of a route as they are written on a command line: {@code parameters.width=600} and its like. */
final class RouteFields {

    /** Text, whatever it looks like: a version such as 1.0 is no number. */
    private static final Set<String> TEXTS = Set.of("pair", "vault", "strategy", "versions", "upgrade");

    private static final Set<String> OBJECTS = Set.of("filter", "parameters");

    private RouteFields() {}

    /** The fields as JSON; an empty value as {@code null}, which removes. Whether a field is known is the host's to say. */
    static JsonObject json(Map<String, String> fields) {
        JsonObject route = new JsonObject();
        fields.forEach((field, text) -> {
            int dot = field.indexOf('.');
            JsonElement value = TEXTS.contains(field) && !text.isEmpty() ? new JsonPrimitive(text) : value(text);
            if (dot > 0 && OBJECTS.contains(field.substring(0, dot))) {
                String object = field.substring(0, dot);
                if (!route.has(object)) {
                    route.add(object, new JsonObject());
                }
                route.getAsJsonObject(object).add(field.substring(dot + 1), value);
            } else {
                route.add(field, value);
            }
        });
        return route;
    }

    /** A number, true or false, or a list where it is one; else text. */
    private static JsonElement value(String text) {
        if (text.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        try {
            Gson strict = new GsonBuilder().setStrictness(Strictness.STRICT).create();
            TypeAdapter<JsonElement> json = strict.getAdapter(JsonElement.class);
            return json.fromJson(text);
        } catch (JsonParseException | IOException e) {
            return new JsonPrimitive(text);
        }
    }
}
