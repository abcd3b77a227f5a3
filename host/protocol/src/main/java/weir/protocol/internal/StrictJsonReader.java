package weir.protocol.internal;

import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import weir.base.Hex;
import weir.protocol.synapse.SynapseException;

/**
 * Reads typed values of limited size from one JSON text. Strict: no {@code NaN}, no comments, no second document. Throws a
 * {@link SynapseException} that names the member, or one of Gson's exceptions. Not thread-safe.
 */
public final class StrictJsonReader {

    /** A dendrite (a validator's HTTP client) nests three levels. */
    private static final int MAX_DEPTH = 16;

    /** Twice as many as a dendrite sends. */
    private static final int MAX_SCALARS = 32;

    /** A dendrite's strings are far shorter. */
    private static final int MAX_SCALAR_CHARS = 1024;

    private static final int MAX_NAME_CHARS = 256;
    private static final int MAX_UINT256_DIGITS = 78;
    private static final int UINT256_BITS = 256;

    private final JsonReader json;

    public StrictJsonReader(String text) {
        json = new JsonReader(new StringReader(text));
        json.setStrictness(Strictness.STRICT);
        json.setNestingLimit(MAX_DEPTH);
    }

    /** Reads the value of one member of an object. */
    public interface MemberReader {
        void read(String name) throws IOException, SynapseException;
    }

    /** Reads a whole object. Calls {@code member} for each of its members. */
    public void readObject(MemberReader member) throws IOException, SynapseException {
        expect(JsonToken.BEGIN_OBJECT, "an object");
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (name.length() > MAX_NAME_CHARS) {
                throw new SynapseException("body", "has a name of more than " + MAX_NAME_CHARS + " characters");
            }
            member.read(name);
        }
        json.endObject();
    }

    /** Reads a whole array of at most {@code max} elements. Calls {@code element} for each. */
    public void readArray(int max, ElementReader element) throws IOException, SynapseException {
        expect(JsonToken.BEGIN_ARRAY, "a list");
        String field = path();
        json.beginArray();
        for (int i = 0; json.hasNext(); i++) {
            if (i == max) {
                throw new SynapseException(field, "has more than " + max + " entries");
            }
            element.read();
        }
        json.endArray();
    }

    /** Reads one element of an array. */
    public interface ElementReader {
        void read() throws IOException, SynapseException;
    }

    /** Reads a string of at most {@code maxLength} characters. */
    public String readString(int maxLength) throws IOException, SynapseException {
        expect(JsonToken.STRING, "a string");
        String value = json.nextString();
        if (value.length() > maxLength) {
            throw error("is longer than " + maxLength + " characters");
        }
        return value;
    }

    /** Reads a number, and returns its text. */
    public String readNumber() throws IOException, SynapseException {
        expect(JsonToken.NUMBER, "a number");
        return json.nextString();
    }

    /** Reads an integer between {@code min} and {@code max}, without fraction or exponent. */
    public long readInteger(long min, long max) throws IOException, SynapseException {
        expect(JsonToken.NUMBER, "an integer");
        String literal = json.nextString();
        if (!isDecimal(literal, literal.startsWith("-") ? 1 : 0)) {
            throw error("must be an integer");
        }
        try {
            long value = Long.parseLong(literal);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // More than 64 bits; rejected below.
        }
        throw error("must be between " + min + " and " + max);
    }

    /** Reads a token amount, a string of decimal digits below 2^256, and returns its text. */
    public String readAmount() throws IOException, SynapseException {
        String digits = readString(MAX_UINT256_DIGITS);
        if (digits.isEmpty() || !isDecimal(digits, 0)) {
            throw error("must be a string of decimal digits");
        }
        if (digits.length() == MAX_UINT256_DIGITS && new BigInteger(digits).bitLength() > UINT256_BITS) {
            throw error("does not fit 256 bits");
        }
        return digits;
    }

    /** Reads an Ethereum address, and returns its text. */
    public String readAddress() throws IOException, SynapseException {
        String address = readString(42);
        if (!Hex.isAddress(address)) {
            throw error("must be 0x and 40 hexadecimal digits");
        }
        return address;
    }

    /** Returns whether the next value is {@code null}; reads nothing. */
    public boolean isNextNull() throws IOException {
        return json.peek() == JsonToken.NULL;
    }

    /** Returns whether the next value is {@code null}, and skips it if so. */
    public boolean skipIfNull() throws IOException {
        if (json.peek() != JsonToken.NULL) {
            return false;
        }
        json.nextNull();
        return true;
    }

    /** Reads a string, number, boolean or {@code null}, and returns its JSON text. */
    public String readScalar() throws IOException, SynapseException {
        return switch (json.peek()) {
            case STRING -> quote(readString(MAX_SCALAR_CHARS));
            case NUMBER -> json.nextString();
            case BOOLEAN -> Boolean.toString(json.nextBoolean());
            case NULL -> {
                json.nextNull();
                yield "null";
            }
            default -> throw error("must not be a list or an object");
        };
    }

    /** Reads an object of scalars, and returns the JSON text of its members by name. */
    public Map<String, String> readScalars() throws IOException, SynapseException {
        Map<String, String> members = new LinkedHashMap<>();
        readObject(name -> {
            if (members.size() == MAX_SCALARS) {
                throw error("is one member too many: at most " + MAX_SCALARS);
            }
            members.put(name, readScalar());
        });
        return members;
    }

    /** Returns the JSON text of an object whose members are given as JSON text. */
    public static String writeObject(Map<String, String> members) {
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

    /** Throws if the member occurred before, that is, if {@code earlier}, the value read for it, is not null. Returns this reader. */
    public StrictJsonReader rejectDuplicate(Object earlier) throws SynapseException {
        if (earlier != null) {
            throw error("is given twice");
        }
        return this;
    }

    /** Skips a value. */
    public void skip() throws IOException {
        json.skipValue();
    }

    /** Requires that nothing follows. */
    public void requireEnd() throws IOException, SynapseException {
        expect(JsonToken.END_DOCUMENT, "one object and nothing after it");
    }

    /** Returns an exception for the current member. */
    public SynapseException error(String message) {
        return new SynapseException(path(), message);
    }

    /** Returns the path of the current member; {@code body} for the whole text. */
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

    private void expect(JsonToken token, String expected) throws IOException, SynapseException {
        if (json.peek() != token) {
            throw error("must be " + expected);
        }
    }
}
