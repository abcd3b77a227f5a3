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

/** The body of a request, read up to a size limit. */
final class RequestBody {

    private static final int MAX_JSON_BYTES = 1 << 20;
    private static final int MAX_DISCARDED_BYTES = 16 << 20;
    private static final Gson STRICT =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    private final InputStream in;

    RequestBody(InputStream in) {
        this.in = in;
    }

    /** Reads a JSON object of at most 1 MiB. */
    JsonObject json() throws HttpError, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copyTo(bytes, MAX_JSON_BYTES);
        try {
            if (STRICT.fromJson(bytes.toString(StandardCharsets.UTF_8), JsonElement.class) instanceof JsonObject json) {
                return json;
            }
        } catch (JsonParseException | StackOverflowError e) {
            throw new HttpError(400, "body: not valid JSON (" + e.getMessage() + "); send a JSON object");
        }
        throw new HttpError(400, "body: not a JSON object; send { … }");
    }

    /** A field that must be a string. */
    static String text(JsonObject json, String field, String remedy) throws HttpError {
        if (json.get(field) instanceof JsonPrimitive value && value.isString()) {
            return value.getAsString();
        }
        throw new HttpError(
                400, "'" + field + "': is " + (json.has(field) ? "not a string" : "missing") + "; " + remedy);
    }

    /** Copies the body, or throws 413 if it is longer than {@code maxBytes}. */
    void copyTo(OutputStream out, int maxBytes) throws HttpError, IOException {
        byte[] buffer = new byte[1 << 14];
        long size = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            size += read;
            if (size > maxBytes) {
                // A client that is still sending would not read the response.
                in.skip(MAX_DISCARDED_BYTES);
                throw new HttpError(413, "body: is larger than " + (maxBytes >> 20) + " MiB; send less");
            }
            out.write(buffer, 0, read);
        }
    }
}
