package weir.keys.internal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The flat JSON object of a key file. It keeps values as bytes, so that {@link #close} can zero them; JSON libraries create strings,
 * which cannot be zeroed. Accepts strings, numbers, booleans and null; rejects nested values. Not thread-safe.
 */
public final class KeyFields implements AutoCloseable {
    private final byte[] json;
    private final Map<String, byte[]> values = new LinkedHashMap<>();
    private int position;

    private KeyFields(byte[] json) {
        this.json = json;
    }

    /**
     * Parses the object.
     *
     * @throws IllegalArgumentException if the JSON is invalid; the message contains the position, never the content
     */
    public static KeyFields parse(byte[] json) {
        KeyFields fields = new KeyFields(json);
        try {
            fields.parseObject();
            return fields;
        } catch (IllegalArgumentException e) {
            fields.close();
            throw e;
        }
    }

    /** Returns whether the field is present, not null and not empty. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns the field's value, not a copy; {@link #close} zeroes it. */
    public byte[] get(String name) {
        return values.get(name);
    }

    /** Zeroes every value. */
    @Override
    public void close() {
        values.values().forEach(Secrets::wipe);
        values.clear();
    }

    private void parseObject() {
        expect('{');
        if (peek() == '}') {
            position++;
        } else {
            parseMember();
            while (peek() == ',') {
                position++;
                parseMember();
            }
            expect('}');
        }
        skipWhiteSpace();
        if (position != json.length) {
            throw error("the end of the file");
        }
    }

    private void parseMember() {
        String name = Secrets.publicText(parseString());
        expect(':');
        byte[] value = peek() == '"' ? parseString() : parseLiteral();
        if (value.length > 0 && values.putIfAbsent(name, value) != null) {
            Secrets.wipe(value);
            throw error("each field once");
        }
    }

    /** Parses a number, true, false or null; null gives an empty array. */
    private byte[] parseLiteral() {
        int start = position;
        while (position < json.length
                && (Character.isLetterOrDigit(json[position]) || "+-.".indexOf(json[position]) >= 0)) {
            position++;
        }
        byte[] value = Arrays.copyOfRange(json, start, position);
        if (value.length == 0) {
            throw error("a string, a number or null");
        }
        return Arrays.equals(value, new byte[] {'n', 'u', 'l', 'l'}) ? new byte[0] : value;
    }

    private byte[] parseString() {
        expect('"');
        byte[] buffer = new byte[json.length - position];
        int length = 0;
        while (position < json.length && json[position] != '"') {
            buffer[length++] = json[position] == '\\' ? parseEscape() : json[position];
            position++;
        }
        byte[] value = Arrays.copyOf(buffer, length);
        Secrets.wipe(buffer);
        expect('"');
        return value;
    }

    /** Parses an escape of an ASCII character; wallets write no others. */
    private byte parseEscape() {
        position++;
        int index = position < json.length ? "\"\\/bfnrt".indexOf(json[position]) : -1;
        if (index >= 0) {
            return (byte) "\"\\/\b\f\n\r\t".charAt(index);
        }
        if (position + 4 < json.length
                && json[position] == 'u'
                && json[position + 1] == '0'
                && json[position + 2] == '0') {
            int high = Character.digit(json[position + 3], 8);
            int low = Character.digit(json[position + 4], 16);
            if (high >= 0 && low >= 0) {
                position += 4;
                return (byte) (high << 4 | low);
            }
        }
        throw error("an escape of an ASCII character");
    }

    private void expect(char c) {
        if (peek() != c) {
            throw error("'" + c + "'");
        }
        position++;
    }

    private int peek() {
        skipWhiteSpace();
        return position < json.length ? json[position] : -1;
    }

    private void skipWhiteSpace() {
        while (position < json.length
                && (json[position] == ' '
                        || json[position] == '\n'
                        || json[position] == '\r'
                        || json[position] == '\t')) {
            position++;
        }
    }

    private IllegalArgumentException error(String expected) {
        return new IllegalArgumentException(
                "is not a key file in JSON: byte " + (position + 1) + " of " + json.length + " should be " + expected);
    }
}
