package weir.axon.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.axon.internal.handler.BodyReader;
import weir.router.Answer;
import weir.router.Outcome;
import weir.strategy.Decision;

/**
 * Mutated bodies: bytes flipped, spans cut, doubled or swapped with JSON fragments. Whatever comes out is a query or a
 * {@link SynapseException}, and what is written back of a query reads as the same query again.
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
        "\\ud83d",
        "\\ud83d\\ude00",
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

    private static final Answer ANSWER = new Answer(
            Decision.keep("nothing to do"),
            Optional.of("default"),
            Optional.of("hold"),
            Optional.of(new Version("1.0.0")),
            Outcome.PASSED);

    private final Random random = new Random(SEED);
    private final QueryParser parser = new QueryParser(PriceEncoding.AUTO);

    @Test
    void neverFailsOtherwiseThanBySynapseException() {
        int understood = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String body = mutate(Bodies.valid());
            try {
                WireQuery wire = parser.query(body);
                byte[] answer = AnswerWriter.answer(wire, ANSWER, 0.001);
                assertTrue(answer.length < 4 * body.length() + 1_000);
                assertEchoed(wire, parser.query(BodyReader.text(answer)), body);
                understood++;
            } catch (SynapseException fault) {
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
            } catch (SynapseException fault) {
                faults.add(fault.field());
            }
            assertTrue(faults.size() == 1, () -> new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    private static void assertEchoed(WireQuery sent, WireQuery echoed, String body) {
        assertEquals(sent.query(), echoed.query(), body);
        assertEquals(sent.vault(), echoed.vault(), body);
        assertEquals(sent.pair(), echoed.pair(), body);
        assertEquals(sent.currentPrice(), echoed.currentPrice(), body);
        assertEquals(sent.currentPositions(), echoed.currentPositions(), body);
        assertEquals(sent.inventory(), echoed.inventory(), body);
        assertEquals(withoutAxon(sent), withoutAxon(echoed), body);
    }

    /** Into the axon's part of the envelope the answer writes how it went. */
    private static Map<String, JsonElement> withoutAxon(WireQuery wire) {
        Map<String, JsonElement> members = new HashMap<>(wire.envelope().members());
        members.remove("axon");
        return members;
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
