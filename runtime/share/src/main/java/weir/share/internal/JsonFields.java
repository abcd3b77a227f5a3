package weir.share.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import weir.base.WeirException;
import weir.protocol.PublicKey;

/**
 * The members of a JSON object in a file of a repository. Each method throws a {@link WeirException} that names the file and the
 * member if the member is missing or malformed. Members that this version does not know are ignored. Immutable.
 */
public final class JsonFields {

    private static final Gson STRICT = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping()
            .create();

    private final String document;
    private final String path;
    private final JsonObject json;

    private JsonFields(String document, String path, JsonObject json) {
        this.document = document;
        this.path = path;
        this.json = json;
    }

    /** Parses one JSON object in UTF-8. */
    public static JsonFields parse(String document, byte[] content, int maxBytes) {
        JsonFields fields = new JsonFields(document, "", new JsonObject());
        if (content.length > maxBytes) {
            throw fields.malformed("it", "has more than " + maxBytes + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            if (STRICT.getAdapter(JsonElement.class).fromJson(text) instanceof JsonObject object) {
                return new JsonFields(document, "", object);
            }
        } catch (CharacterCodingException e) {
            throw fields.malformed("it", "is not UTF-8");
        } catch (IOException | JsonParseException | StackOverflowError e) {
            // Reported below, without the parser's message, which may contain anything.
        }
        throw fields.malformed("it", "is not one JSON object");
    }

    /** The bytes of an object as a file: without spaces, with a line break. */
    public static byte[] toBytes(JsonObject object) {
        return (STRICT.toJson(object) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the member exists and is not {@code null}. */
    public boolean has(String name) {
        return json.has(name) && !json.get(name).isJsonNull();
    }

    /** Requires {@code "format": 1}. */
    public void requireFormat() {
        if (integer("format", 0, Long.MAX_VALUE) != 1) {
            throw malformed("format", "is not 1: a newer Weir has written it; upgrade Weir");
        }
    }

    /** A string that matches a pattern as a whole. */
    public String text(String name, Pattern pattern) {
        if (json.get(name) instanceof JsonPrimitive value
                && value.isString()
                && pattern.matcher(value.getAsString()).matches()) {
            return value.getAsString();
        }
        throw malformed(name, "is not a string of the form " + pattern);
    }

    /** An ss58 address. */
    public PublicKey key(String name, Pattern pattern) {
        try {
            return PublicKey.ofSs58(text(name, pattern));
        } catch (IllegalArgumentException e) {
            throw malformed(name, "is no address: " + e.getMessage());
        }
    }

    /** A whole number. */
    public long integer(String name, long min, long max) {
        if (json.get(name) instanceof JsonPrimitive value
                && value.isNumber()
                && value.getAsString().matches("0|[1-9][0-9]{0,17}")
                && value.getAsLong() >= min
                && value.getAsLong() <= max) {
            return value.getAsLong();
        }
        throw malformed(name, "is not a whole number between " + min + " and " + max);
    }

    /** A finite number. */
    public double number(String name) {
        if (json.get(name) instanceof JsonPrimitive value
                && value.isNumber()
                && value.getAsString().length() <= 40
                && Double.isFinite(value.getAsDouble())) {
            return value.getAsDouble();
        }
        throw malformed(name, "is not a number");
    }

    /** All members of this object, which are strings. */
    public Map<String, String> texts(Pattern names, Pattern values, int max) {
        Map<String, String> texts = new TreeMap<>();
        for (String name : json.keySet()) {
            if (texts.size() == max || !names.matcher(name).matches()) {
                throw malformed("it", "has more than " + max + " members, or a name that is not of the form " + names);
            }
            texts.put(name, text(name, values));
        }
        return texts;
    }

    /** A time in UTC, for example {@code 2026-11-30T12:00:00Z}. */
    public Instant time(String name) {
        if (json.get(name) instanceof JsonPrimitive value && value.isString()) {
            try {
                return Instant.parse(value.getAsString());
            } catch (DateTimeException e) {
                // Reported below.
            }
        }
        throw malformed(name, "is not a time like 2026-11-30T12:00:00Z");
    }

    /** An object. */
    public JsonFields object(String name) {
        if (json.get(name) instanceof JsonObject object) {
            return new JsonFields(document, path + name + ".", object);
        }
        throw malformed(name, "is not an object");
    }

    /** The objects of a list; none if the member is missing. */
    public List<JsonFields> objects(String name, int max) {
        if (!has(name)) {
            return List.of();
        }
        if (!(json.get(name) instanceof JsonArray list) || list.size() > max) {
            throw malformed(name, "is not a list of at most " + max + " objects");
        }
        List<JsonFields> objects = new ArrayList<>();
        for (JsonElement element : list) {
            if (!(element instanceof JsonObject object)) {
                throw malformed(name, "is not a list of objects");
            }
            objects.add(new JsonFields(document, path + name + ".", object));
        }
        return objects;
    }

    /** An exception for a member. */
    public WeirException malformed(String name, String problem) {
        return WeirException.failed(
                document + ": " + path + name + " " + problem,
                "Ask the publisher to correct it, or get the file again if the transfer failed.");
    }
}
