package weir.doctor.internal.host;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;

/** Fields of a JSON object that another process wrote. A missing field, or one of another type, counts as empty. */
public final class JsonFields {

    private JsonFields() {}

    public static String text(JsonObject json, String field) {
        return json.get(field) instanceof JsonPrimitive value ? value.getAsString() : "";
    }

    public static List<JsonObject> objects(JsonObject json, String field) {
        return elements(json, field, JsonObject.class);
    }

    public static List<String> texts(JsonObject json, String field) {
        return elements(json, field, JsonPrimitive.class).stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private static <T extends JsonElement> List<T> elements(JsonObject json, String field, Class<T> type) {
        List<T> found = new ArrayList<>();
        if (json.get(field) instanceof JsonArray list) {
            list.forEach(each -> {
                if (type.isInstance(each)) {
                    found.add(type.cast(each));
                }
            });
        }
        return found;
    }
}
