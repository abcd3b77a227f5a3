package weir.report.internal;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Map;

/** Gson for results: names with underscores, and {@code null} for numbers that JSON does not have. */
public final class ResultGson {

    /** The instance; thread-safe. */
    public static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .registerTypeAdapter(double.class, new FiniteNumbers())
            .registerTypeAdapter(Double.class, new FiniteNumbers())
            .create();

    private ResultGson() {}

    /** Writes the members of a record or map into the object that is being written. */
    public static void writeMembers(JsonWriter json, Object source) throws IOException {
        for (Map.Entry<String, JsonElement> member :
                GSON.toJsonTree(source).getAsJsonObject().entrySet()) {
            GSON.toJson(member.getValue(), json.name(member.getKey()));
        }
    }

    private static final class FiniteNumbers extends TypeAdapter<Double> {

        @Override
        public void write(JsonWriter json, Double value) throws IOException {
            if (Double.isFinite(value)) {
                json.value(value);
            } else {
                json.nullValue();
            }
        }

        @Override
        public Double read(JsonReader json) throws IOException {
            return json.nextDouble();
        }
    }
}
