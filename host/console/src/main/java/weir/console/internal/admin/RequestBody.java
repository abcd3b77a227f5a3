package weir.console.internal.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

/** What a request carries, never more than a bound. */
final class RequestBody {

    private static final int LARGEST_JSON = 1 << 20;
    private static final int LARGEST_DRAINED = 16 << 20;

    private final HttpServletRequest request;

    RequestBody(HttpServletRequest request) {
        this.request = request;
    }

    /** The body as a JSON object. */
    JsonObject json() throws Complaint, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copyTo(bytes, LARGEST_JSON);
        try {
            JsonReader reader = new JsonReader(new StringReader(bytes.toString(StandardCharsets.UTF_8)));
            reader.setStrictness(Strictness.STRICT);
            JsonElement json = JsonParser.parseReader(reader);
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
        } catch (JsonParseException | StackOverflowError e) {
            throw new Complaint(400, "body: is no JSON (" + e.getMessage() + "); send a JSON object");
        }
        throw new Complaint(400, "body: is no JSON object; send { … }");
    }

    /** A field of the body that must be text. */
    static String text(JsonObject json, String field, String remedy) throws Complaint {
        if (json.get(field) instanceof JsonPrimitive value && value.isString()) {
            return value.getAsString();
        }
        throw new Complaint(400, "'" + field + "': is " + (json.has(field) ? "no text" : "missing") + "; " + remedy);
    }

    /** Copies the body. */
    void copyTo(OutputStream out, int largest) throws Complaint, IOException {
        InputStream in = request.getInputStream();
        byte[] buffer = new byte[1 << 14];
        long size = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            size += read;
            if (size > largest) {
                // The answer would be lost on somebody who is still sending.
                in.skip(LARGEST_DRAINED);
                throw new Complaint(413, "body: is larger than " + (largest >> 20) + " MiB; send less");
            }
            out.write(buffer, 0, read);
        }
    }
}
