package weir.axon.internal.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.HexFormat;

/**
 * Typed, bounded reads from one JSON text. Strict: no {@code NaN}, no comments, no second document. Every fault is a
 * {@link SynapseException} that names the path.
 */
final class Fields {

    /** A dendrite nests three deep. */
    private static final int MAX_DEPTH = 16;

    /** What is kept of the envelope is only echoed: twice what a dendrite sends, and its text is far shorter. */
    private static final int MAX_TERMINAL_MEMBERS = 32;

    private static final int MAX_ENVELOPE_TEXT = 1024;
    private static final int MAX_NAME = 256;
    private static final int MAX_UINT256_DIGITS = 78;
    private static final int UINT256_BITS = 256;
    private static final int MAX_LONG_DIGITS = 19;

    private final JsonReader json;

    Fields(String text) {
        json = new JsonReader(new StringReader(text));
        json.setStrictness(Strictness.STRICT);
        json.setNestingLimit(MAX_DEPTH);
    }

    /** What to do with one member of an object; must read the member's value. */
    interface Member {
        void read(String name) throws IOException, SynapseException;
    }

    /** Reads a whole object, member by member. */
    void object(Member member) throws IOException, SynapseException {
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
    void array(int max, Element element) throws IOException, SynapseException {
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

    /** What to do with one element of an array; must read it. */
    interface Element {
        void read() throws IOException, SynapseException;
    }

    String string(int maxLength) throws IOException, SynapseException {
        expect(JsonToken.STRING, "a string");
        String value = json.nextString();
        if (value.length() > maxLength) {
            throw fault("is longer than " + maxLength + " characters");
        }
        return value;
    }

    /** A number as it was written. */
    String number() throws IOException, SynapseException {
        expect(JsonToken.NUMBER, "a number");
        return json.nextString();
    }

    long integer(long min, long max) throws IOException, SynapseException {
        expect(JsonToken.NUMBER, "an integer");
        String literal = json.nextString();
        int digits = literal.startsWith("-") ? literal.length() - 1 : literal.length();
        if (!isDecimal(literal, literal.length() - digits)) {
            throw fault("must be an integer");
        }
        if (digits <= MAX_LONG_DIGITS) {
            BigInteger value = new BigInteger(literal);
            if (value.compareTo(BigInteger.valueOf(min)) >= 0 && value.compareTo(BigInteger.valueOf(max)) <= 0) {
                return value.longValue();
            }
        }
        throw fault("must be between " + min + " and " + max);
    }

    /** A token amount as it was written: a string of decimal digits, below 2^256. */
    String amount() throws IOException, SynapseException {
        String digits = string(MAX_UINT256_DIGITS);
        if (digits.isEmpty() || !isDecimal(digits, 0)) {
            throw fault("must be a string of decimal digits");
        }
        if (new BigInteger(digits).bitLength() > UINT256_BITS) {
            throw fault("does not fit 256 bits");
        }
        return digits;
    }

    /** An EVM address as it was written. */
    String address() throws IOException, SynapseException {
        String address = string(42);
        if (address.length() != 42 || !address.startsWith("0x") || !isHexadecimal(address, 2)) {
            throw fault("must be 0x and 40 hexadecimal digits");
        }
        return address;
    }

    /** Whether the next value is {@code null}; reads it if so. */
    boolean nothing() throws IOException {
        if (json.peek() != JsonToken.NULL) {
            return false;
        }
        json.nextNull();
        return true;
    }

    /** A value of the envelope as it was written: a scalar, or for the two terminals an object of scalars. */
    JsonElement envelopeValue(String name) throws IOException, SynapseException {
        boolean terminal = name.equals("dendrite") || name.equals("axon");
        return terminal && json.peek() != JsonToken.NULL ? terminal() : scalar();
    }

    private JsonObject terminal() throws IOException, SynapseException {
        JsonObject terminal = new JsonObject();
        object(name -> {
            if (terminal.size() == MAX_TERMINAL_MEMBERS) {
                throw fault("is one member too many: at most " + MAX_TERMINAL_MEMBERS);
            }
            terminal.add(name, scalar());
        });
        return terminal;
    }

    private JsonElement scalar() throws IOException, SynapseException {
        JsonToken token = json.peek();
        if (token == JsonToken.BEGIN_OBJECT || token == JsonToken.BEGIN_ARRAY) {
            throw fault("must not be a list or an object");
        }
        return token == JsonToken.STRING ? new JsonPrimitive(string(MAX_ENVELOPE_TEXT)) : JsonParser.parseReader(json);
    }

    /** Goes on only if the member read next has no value yet. */
    Fields once(Object already) throws SynapseException {
        if (already != null) {
            throw fault("is given twice");
        }
        return this;
    }

    void skip() throws IOException {
        json.skipValue();
    }

    void end() throws IOException, SynapseException {
        expect(JsonToken.END_DOCUMENT, "one object and nothing after it");
    }

    /** A fault of the value just read. */
    SynapseException fault(String message) {
        return new SynapseException(path(), message);
    }

    /** Where the reader stands, {@code body} for the whole. */
    String path() {
        String path = json.getPath();
        return path.length() > 2 && path.startsWith("$.") ? path.substring(2) : "body";
    }

    static boolean isDecimal(String text, int from) {
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
