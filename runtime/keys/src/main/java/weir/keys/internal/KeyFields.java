package weir.keys.internal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The flat JSON object of a key file. Values are never converted to strings, so that {@link #close} can zero all of them; JSON
 * libraries do not offer that. Accepts strings, numbers, booleans and null; rejects nested values. Not thread-safe.
 */
public final class KeyFields implements AutoCloseable {
    private final byte[] json;
    private final Map<String, byte[]> values = new LinkedHashMap<>();
    private int at;

    private KeyFields(byte[] json) {
        this.json = json;
    }

    /**
     * Parses the object.
     *
     * @throws IllegalArgumentException naming the position of the error; the message never contains the content
     */
    public static KeyFields parse(byte[] json) {
        KeyFields fields = new KeyFields(json);
        try {
            fields.object();
            return fields;
        } catch (IllegalArgumentException e) {
            fields.close();
            throw e;
        }
    }

    /** Whether the field is present and neither null nor empty. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The field's value, not copied: {@link #close} zeroes it. */
    public byte[] get(String name) {
        return values.get(name);
    }

    /** Zeroes every value. */
    @Override
    public void close() {
        values.values().forEach(Secrets::wipe);
        values.clear();
    }

    private void object() {
        expect('{');
        if (peek() == '}') {
            at++;
        } else {
            member();
            while (peek() == ',') {
                at++;
                member();
            }
            expect('}');
        }
        skipWhite();
        if (at != json.length) {
            throw fault("the end of the file");
        }
    }

    private void member() {
        String name = Secrets.string(string());
        expect(':');
        byte[] value = peek() == '"' ? string() : literal();
        if (value.length > 0 && values.putIfAbsent(name, value) != null) {
            Secrets.wipe(value);
            throw fault("each field once");
        }
    }

    /** A number or word; empty for null. */
    private byte[] literal() {
        int start = at;
        while (at < json.length && (Character.isLetterOrDigit(json[at]) || "+-.".indexOf(json[at]) >= 0)) {
            at++;
        }
        byte[] value = Arrays.copyOfRange(json, start, at);
        if (value.length == 0) {
            throw fault("a string, a number or null");
        }
        return Arrays.equals(value, new byte[] {'n', 'u', 'l', 'l'}) ? new byte[0] : value;
    }

    private byte[] string() {
        expect('"');
        byte[] buffer = new byte[json.length - at];
        int length = 0;
        while (at < json.length && json[at] != '"') {
            buffer[length++] = json[at] == '\\' ? escape() : json[at];
            at++;
        }
        byte[] value = Arrays.copyOf(buffer, length);
        Secrets.wipe(buffer);
        expect('"');
        return value;
    }

    /** The escapes that can occur in ASCII text; wallets write no others. */
    private byte escape() {
        at++;
        int index = at < json.length ? "\"\\/bfnrt".indexOf(json[at]) : -1;
        if (index >= 0) {
            return (byte) "\"\\/\b\f\n\r\t".charAt(index);
        }
        if (at + 4 < json.length && json[at] == 'u' && json[at + 1] == '0' && json[at + 2] == '0') {
            int high = Character.digit(json[at + 3], 8);
            int low = Character.digit(json[at + 4], 16);
            if (high >= 0 && low >= 0) {
                at += 4;
                return (byte) (high << 4 | low);
            }
        }
        throw fault("an escape of an ASCII character");
    }

    private void expect(char c) {
        if (peek() != c) {
            throw fault("'" + c + "'");
        }
        at++;
    }

    private int peek() {
        skipWhite();
        return at < json.length ? json[at] : -1;
    }

    private void skipWhite() {
        while (at < json.length && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
            at++;
        }
    }

    private IllegalArgumentException fault(String expected) {
        return new IllegalArgumentException(
                "is not a key file in JSON: byte " + (at + 1) + " of " + json.length + " should be " + expected);
    }
}
