package weir.console.internal.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Reads the body of a request up to a size limit. A body can be read once. */
public final class RequestBody {

    private static final int MAX_JSON_BYTES = 1 << 20;
    private static final int MAX_DISCARDED_BYTES = 16 << 20;
    private static final Gson STRICT_GSON =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    private final InputStream input;

    public RequestBody(InputStream input) {
        this.input = input;
    }

    /** Reads a JSON object of at most 1 MiB. */
    public JsonObject readJson() throws HttpError, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copyTo(bytes, MAX_JSON_BYTES);
        try {
            if (STRICT_GSON.fromJson(bytes.toString(StandardCharsets.UTF_8), JsonElement.class)
                    instanceof JsonObject json) {
                return json;
            }
        } catch (JsonParseException | StackOverflowError e) {
            throw new HttpError(400, "body: not valid JSON (" + e.getMessage() + "); send a JSON object");
        }
        throw new HttpError(400, "body: not a JSON object; send { … }");
    }

    /** Returns the value of a field that must be a string. */
    public static String requireString(JsonObject json, String field, String remedy) throws HttpError {
        if (json.get(field) instanceof JsonPrimitive value && value.isString()) {
            return value.getAsString();
        }
        throw new HttpError(
                400, "'" + field + "': is " + (json.has(field) ? "not a string" : "missing") + "; " + remedy);
    }

    /** @throws HttpError with status 413 if the body is longer than {@code maxBytes} */
    void copyTo(OutputStream out, int maxBytes) throws HttpError, IOException {
        byte[] buffer = new byte[1 << 14];
        long size = 0;
        for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            size += read;
            if (size > maxBytes) {
                // Reads the rest, because a client reads the response only after it has sent its body.
                input.skip(MAX_DISCARDED_BYTES);
                throw new HttpError(413, "body: is larger than " + (maxBytes >> 20) + " MiB; send less");
            }
            out.write(buffer, 0, read);
        }
    }
}
