package weir.cli.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
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

/** Converts fields of a route from the command line to JSON: {@code parameters.width=600} and the like. */
final class RouteFields {

    /** Always text: a version such as 1.0 is not a number. */
    private static final Set<String> TEXTS = Set.of("pair", "vault", "strategy", "versions", "upgrade");

    /** Lists of texts, separated by commas. A list parameter of a strategy is split by the host, which knows its type. */
    private static final Set<String> LISTS = Set.of(
            "roundTypes",
            "filter.acceptPairs",
            "filter.refusePairs",
            "filter.acceptVaults",
            "filter.refuseVaults",
            "filter.acceptRoundTypes");

    private static final Set<String> OBJECTS = Set.of("filter", "parameters");

    private RouteFields() {}

    /** The fields as JSON; an empty value becomes {@code null}, which removes the field. The host checks the names. */
    static JsonObject json(Map<String, String> fields) {
        JsonObject route = new JsonObject();
        fields.forEach((field, text) -> {
            int dot = field.indexOf('.');
            JsonElement value = TEXTS.contains(field) && !text.isEmpty()
                    ? new JsonPrimitive(text)
                    : LISTS.contains(field) ? list(text) : value(text);
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

    /** A list of texts with or without brackets and quotes; several values are separated by commas. */
    private static JsonElement list(String text) {
        if (value(text) instanceof JsonArray || text.isEmpty()) {
            return value(text);
        }
        JsonArray list = new JsonArray();
        for (String part : text.replaceAll("^\\s*\\[|\\]\\s*$", "").split(",", -1)) {
            list.add(part.strip());
        }
        return list;
    }

    /** A number, a boolean or a list if the text is one; else the text. */
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
