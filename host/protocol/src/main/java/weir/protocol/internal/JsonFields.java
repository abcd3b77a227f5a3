package weir.protocol.internal;

import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import weir.protocol.synapse.SynapseException;

/**
 * Reads typed values of bounded size from one JSON text. Strict: no {@code NaN}, no comments, no second document. Every fault is
 * a {@link SynapseException} that names the path, or one of Gson's exceptions. Not thread-safe.
 */
public final class JsonFields {

    /** A dendrite nests three deep. */
    private static final int MAX_DEPTH = 16;

    /** Twice what a dendrite sends. */
    private static final int MAX_SCALARS = 32;

    /** A dendrite's texts are far shorter. */
    private static final int MAX_SCALAR_TEXT = 1024;

    private static final int MAX_NAME = 256;
    private static final int MAX_UINT256_DIGITS = 78;
    private static final int UINT256_BITS = 256;

    private final JsonReader json;

    public JsonFields(String text) {
        json = new JsonReader(new StringReader(text));
        json.setStrictness(Strictness.STRICT);
        json.setNestingLimit(MAX_DEPTH);
    }

    /** Reads the value of one member of an object. */
    public interface Member {
        void read(String name) throws IOException, SynapseException;
    }

    /** Reads a whole object, member by member. */
    public void object(Member member) throws IOException, SynapseException {
        expect(JsonToken.BEGIN_OBJECT, "an object");
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (name.length() > MAX_NAME) {
                throw new SynapseException("body", "holds a name of more than " + MAX_NAME + " characters");
            }
            member.read(name);
        }
        json.endObject();
    }

    /** Reads a whole array of at most {@code max} elements. */
    public void array(int max, Element element) throws IOException, SynapseException {
        expect(JsonToken.BEGIN_ARRAY, "a list");
        String field = path();
        json.beginArray();
        for (int i = 0; json.hasNext(); i++) {
            if (i == max) {
                throw new SynapseException(field, "holds more than " + max + " entries");
            }
            element.read();
        }
        json.endArray();
    }

    /** Reads one element of an array. */
    public interface Element {
        void read() throws IOException, SynapseException;
    }

    /** A string of at most so many characters. */
    public String string(int maxLength) throws IOException, SynapseException {
        expect(JsonToken.STRING, "a string");
        String value = json.nextString();
        if (value.length() > maxLength) {
            throw fault("is longer than " + maxLength + " characters");
        }
        return value;
    }

    /** A number as it was written. */
    public String number() throws IOException, SynapseException {
        expect(JsonToken.NUMBER, "a number");
        return json.nextString();
    }

    /** An integer without fraction or exponent, within the bounds. */
    public long integer(long min, long max) throws IOException, SynapseException {
        expect(JsonToken.NUMBER, "an integer");
        String literal = json.nextString();
        if (!isDecimal(literal, literal.startsWith("-") ? 1 : 0)) {
            throw fault("must be an integer");
        }
        try {
            long value = Long.parseLong(literal);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Beyond 64 bits.
        }
        throw fault("must be between " + min + " and " + max);
    }

    /** A token amount as it was written: a string of decimal digits, below 2^256. */
    public String amount() throws IOException, SynapseException {
        String digits = string(MAX_UINT256_DIGITS);
        if (digits.isEmpty() || !isDecimal(digits, 0)) {
            throw fault("must be a string of decimal digits");
        }
        if (digits.length() == MAX_UINT256_DIGITS && new BigInteger(digits).bitLength() > UINT256_BITS) {
            throw fault("does not fit 256 bits");
        }
        return digits;
    }

    /** An EVM address as it was written. */
    public String address() throws IOException, SynapseException {
        String address = string(42);
        if (address.length() != 42 || !address.startsWith("0x") || !isHexadecimal(address, 2)) {
            throw fault("must be 0x and 40 hexadecimal digits");
        }
        return address;
    }

    /** Whether the next value is {@code null}; reads nothing. */
    public boolean isNextNull() throws IOException {
        return json.peek() == JsonToken.NULL;
    }

    /** Whether the next value is {@code null}; reads it if so. */
    public boolean isNull() throws IOException {
        if (json.peek() != JsonToken.NULL) {
            return false;
        }
        json.nextNull();
        return true;
    }

    /** The JSON text of a string, number, boolean or {@code null}. */
    public String scalar() throws IOException, SynapseException {
        return switch (json.peek()) {
            case STRING -> quote(string(MAX_SCALAR_TEXT));
            case NUMBER -> json.nextString();
            case BOOLEAN -> Boolean.toString(json.nextBoolean());
            case NULL -> {
                json.nextNull();
                yield "null";
            }
            default -> throw fault("must not be a list or an object");
        };
    }

    /** The members of an object of scalars, name to JSON text. */
    public Map<String, String> scalars() throws IOException, SynapseException {
        Map<String, String> members = new LinkedHashMap<>();
        object(name -> {
            if (members.size() == MAX_SCALARS) {
                throw fault("is one member too many: at most " + MAX_SCALARS);
            }
            members.put(name, scalar());
        });
        return members;
    }

    /** Writes an object whose members are given as JSON text. */
    public static String object(Map<String, String> members) {
        StringBuilder text = new StringBuilder("{");
        members.forEach((name, value) -> text.append(text.length() == 1 ? "" : ",")
                .append(quote(name))
                .append(':')
                .append(value));
        return text.append('}').toString();
    }

    private static String quote(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return new JsonPrimitive(text).toString();
            }
        }
        return '"' + text + '"';
    }

    /** Requires that the member read next has no value yet; returns this. */
    public JsonFields once(Object already) throws SynapseException {
        if (already != null) {
            throw fault("is given twice");
        }
        return this;
    }

    /** Skips a value. */
    public void skip() throws IOException {
        json.skipValue();
    }

    /** Requires the end of the text. */
    public void end() throws IOException, SynapseException {
        expect(JsonToken.END_DOCUMENT, "one object and nothing after it");
    }

    /** An error at the current place. */
    public SynapseException fault(String message) {
        return new SynapseException(path(), message);
    }

    /** The current place; {@code body} for the whole text. */
    public String path() {
        String path = json.getPath();
        return path.length() > 2 && path.startsWith("$.") ? path.substring(2) : "body";
    }

    public static boolean isDecimal(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexadecimal(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private void expect(JsonToken token, String words) throws IOException, SynapseException {
        if (json.peek() != token) {
            throw fault("must be " + words);
        }
    }
}
