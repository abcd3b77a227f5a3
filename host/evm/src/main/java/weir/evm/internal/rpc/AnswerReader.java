package weir.evm.internal.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import weir.evm.internal.rpc.RpcEndpoint.ResultReader;
import weir.evm.internal.rpc.RpcException.Kind;

/** Reads the answer to one JSON-RPC request while it arrives. For one answer. */
final class AnswerReader {

    /** Longest text of a node that a message shows. */
    private static final int MAX_TEXT_CHARS = 300;

    private static final int MAX_ERROR_BYTES = 64 << 10;

    private final EndpointUrl url;
    private final int status;
    private final Duration retryAfter;

    AnswerReader(EndpointUrl url, int status, Duration retryAfter) {
        this.url = url;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /**
     * Reads an answer.
     *
     * @param id the id of the request
     * @throws RpcException if it is an error, or not an answer to this request
     * @throws IOException if it cannot be read to its end
     */
    <T> T read(InputStream body, long id, ResultReader<T> reader) throws IOException {
        if (status != 200) {
            throw refused(new String(body.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8));
        }
        JsonReader in = new JsonReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        in.setStrictness(Strictness.STRICT);
        try {
            return readObject(in, id, reader);
        } catch (EOFException | MalformedJsonException e) {
            throw invalid("the answer is cut off, or is not JSON");
        } catch (IllegalStateException | NumberFormatException | JsonParseException e) {
            // Gson names the place in the document and the types, no values.
            throw invalid("the answer has not the form of JSON-RPC: " + url.mask(String.valueOf(e.getMessage())));
        }
    }

    private <T> T readObject(JsonReader in, long id, ResultReader<T> reader) throws IOException {
        if (in.peek() == JsonToken.BEGIN_ARRAY) {
            throw invalid("the answer is a list, although one request was sent");
        }
        T result = null;
        boolean hasResult = false;
        String answeredId = null;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "id" -> answeredId = JsonParser.parseReader(in).toString().replace("\"", "");
                case "error" -> {
                    JsonElement error = JsonParser.parseReader(in);
                    if (!error.isJsonNull()) {
                        throw refused(error);
                    }
                }
                case "result" -> {
                    result = reader.read(in);
                    hasResult = true;
                }
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (in.peek() != JsonToken.END_DOCUMENT) {
            throw invalid("the answer continues after its end");
        }
        if (!String.valueOf(id).equals(answeredId)) {
            throw invalid("the answer belongs to another request");
        }
        if (!hasResult) {
            throw invalid("the answer has neither a result nor an error");
        }
        return result;
    }

    /** Returns the exception for a body that is not a result: JSON-RPC or another text, such as a web page. */
    private RpcException refused(String body) {
        try {
            JsonElement json = JsonParser.parseString(body);
            if (json instanceof JsonObject answer && answer.get("error") != null) {
                return refused(answer.get("error"));
            }
        } catch (JsonParseException | NumberFormatException e) {
            // Not JSON, or not an error of JSON-RPC.
        }
        String text = body.strip().startsWith("<") ? "a web page" : body.isBlank() ? "no text" : body;
        return refused(OptionalLong.empty(), body, "HTTP " + status + " with " + text);
    }

    private RpcException refused(JsonElement error) {
        JsonObject object = error instanceof JsonObject given ? given : new JsonObject();
        String message = object.get("message") instanceof JsonPrimitive text ? text.getAsString() : error.toString();
        OptionalLong code = OptionalLong.of(0);
        if (object.get("code") instanceof JsonPrimitive number && number.isNumber()) {
            code = OptionalLong.of(number.getAsLong());
        }
        // Some nodes say only here why.
        String data = object.get("data") instanceof JsonPrimitive text
                        && text.isString()
                        && !text.getAsString().startsWith("0x")
                ? ": " + text.getAsString()
                : "";
        String shown = (message.isBlank() ? "an error without text" : message) + data + " (" + code.getAsLong() + ")";
        return refused(code, message + data, status == 200 ? shown : "HTTP " + status + ": " + shown);
    }

    private RpcException refused(OptionalLong code, String said, String text) {
        String shown = retryAfter.compareTo(Duration.ofMinutes(1)) < 0
                ? text
                : text + "; it wants no requests for " + retryAfter.toMinutes() + " min";
        return RpcException.refused(
                RefusalClassifier.classify(status, code, said), url.host(), clean(shown), retryAfter);
    }

    private RpcException invalid(String fault) {
        return RpcException.failed(Kind.NO_ANSWER, url.host(), fault, null);
    }

    /** Returns a text of a node in one line, short, and without secrets of the URL. */
    private String clean(String text) {
        String line = url.mask(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_TEXT_CHARS ? line : line.substring(0, MAX_TEXT_CHARS) + "…";
    }
}
