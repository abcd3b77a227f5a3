package weir.spark.internal.executor;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Jobs and tasks as JSON. Driver and executor have the same code, so the format has no version. Thread-safe. */
public final class JobFormat {

    /** The text of a double parses to the same double. */
    private static final Gson JSON = new GsonBuilder()
            .serializeNulls()
            .serializeSpecialFloatingPointValues()
            .registerTypeAdapterFactory(new OptionalFactory())
            .create();

    private JobFormat() {}

    public static byte[] write(Record value) {
        return JSON.toJson(value).getBytes(StandardCharsets.UTF_8);
    }

    public static <T extends Record> T read(byte[] json, Class<T> type) {
        return JSON.fromJson(new String(json, StandardCharsets.UTF_8), type);
    }

    /** An empty value is null. */
    private static final class OptionalFactory implements TypeAdapterFactory {

        @Override
        @SuppressWarnings("unchecked")
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            return type.getRawType() == Optional.class && type.getType() instanceof ParameterizedType optional
                    ? (TypeAdapter<T>) adapter(gson.getAdapter(TypeToken.get(optional.getActualTypeArguments()[0])))
                    : null;
        }

        private static <V> TypeAdapter<Optional<V>> adapter(TypeAdapter<V> content) {
            TypeAdapter<V> orNull = content.nullSafe();
            return new TypeAdapter<>() {
                @Override
                public void write(JsonWriter out, Optional<V> value) throws IOException {
                    orNull.write(out, value.orElse(null));
                }

                @Override
                public Optional<V> read(JsonReader in) throws IOException {
                    return Optional.ofNullable(orNull.read(in));
                }
            };
        }
    }
}
