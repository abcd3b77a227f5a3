package weir.axon.internal.wire;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Mutated bodies: bytes flipped, spans cut, doubled or swapped with JSON fragments. Whatever comes out is a query or a
 * {@link BadRequest}, and a query can always be written back.
 */
class QueryParserFuzzTest {

    private static final long SEED = 20_261_122;
    private static final int ROUNDS = 20_000;
    private static final String[] FRAGMENTS = {
        "null",
        "NaN",
        "-",
        "1e9999",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "[[[[[[[[[[[[[[[[[[",
        "\\u0000",
        "\\",
        "\ud800",
        "0",
        "-887273",
        "99999999999999999999999999",
        "\"job_id\":",
        "true",
        "1.",
        "/*",
        "//",
        "\u0000",
        "'",
        "#",
        "=",
        "\"0x\"",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":",
        "tick_lower",
        "1e-9999"
    };

    private final Random random = new Random(SEED);
    private final QueryParser parser = new QueryParser(PriceEncoding.AUTO);

    @Test
    void neverFailsOtherwiseThanByBadRequest() {
        int understood = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String body = mutate(Bodies.valid());
            try {
                WireQuery wire = parser.query(body);
                byte[] pong = AnswerWriter.pong(wire.envelope(), 0.001);
                assertTrue(pong.length < 2 * body.length() + 200);
                understood++;
            } catch (BadRequest fault) {
                assertFalse(fault.field().isEmpty());
                assertTrue(fault.getMessage().length() < 4 * body.length() + 200);
                refused++;
            }
        }
        assertTrue(understood > ROUNDS / 100, "understood " + understood);
        assertTrue(refused > ROUNDS / 10, "refused " + refused);
    }

    @Test
    void randomBytesAreRefusedOrRead() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            List<String> faults = new ArrayList<>();
            try {
                parser.query(BodyReader.text(bytes));
            } catch (BadRequest fault) {
                faults.add(fault.field());
            }
            assertTrue(faults.size() == 1, () -> new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    private String mutate(String body) {
        StringBuilder text = new StringBuilder(body);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(random.nextBoolean() ? 4 : 40));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
                case 1 -> text.delete(at, end);
                case 2 -> text.insert(at, text.substring(at, end));
                case 3 -> text.insert(at, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
                default -> text.replace(at, end, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
            }
        }
        return text.toString();
    }
}
