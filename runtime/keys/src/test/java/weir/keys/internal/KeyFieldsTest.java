package weir.keys.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The JSON parser of key files: accepted values, wiping, and rejection of malformed input. */
class KeyFieldsTest {
    private static final String SAMPLE =
            " {\"a\" : \"x\\u0041\\n\\\"\\/\", \"n\":null,\r\n\"t\":1, \"e\":\"\", \"é\":\"ü\"} ";

    @Test
    void stringsNumbersAndNullAreRead() {
        try (KeyFields fields = KeyFields.parse(SAMPLE.getBytes(UTF_8))) {
            assertEquals("xA\n\"/", Secrets.publicText(fields.get("a")));
            assertEquals("1", Secrets.publicText(fields.get("t")));
            assertEquals("ü", Secrets.publicText(fields.get("é")));
            assertFalse(fields.has("n"), "null is absent");
            assertFalse(fields.has("e"), "an empty text is absent");
        }
    }

    @Test
    void closingWipesEveryValue() {
        KeyFields fields = KeyFields.parse(SAMPLE.getBytes(UTF_8));
        byte[] value = fields.get("a");
        fields.close();
        assertArrayEquals(new byte[value.length], value);
        assertFalse(fields.has("a"));
    }

    @Test
    void everyPrefixOfTheObjectIsRejected() {
        byte[] whole = SAMPLE.strip().getBytes(UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(IllegalArgumentException.class, () -> KeyFields.parse(cut), "length " + length);
        }
    }

    @Test
    void randomMutationsAreParsedOrRejected() {
        SplittableRandom random = new SplittableRandom(7);
        int rejected = 0;
        for (int run = 0; run < 50_000; run++) {
            byte[] changed = SAMPLE.getBytes(UTF_8);
            for (int i = random.nextInt(4); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                KeyFields.parse(changed).close();
            } catch (IllegalArgumentException e) {
                rejected++;
            }
        }
        assertTrue(rejected > 10_000, "rejected " + rejected);
    }
}
