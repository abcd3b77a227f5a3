package weir.protocol.synapse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.fixtures.RebalanceBodies;
import weir.protocol.synapse.RebalanceResponse.MinerMetadata;
import weir.strategy.Decision;

/**
 * Mutated bodies: changed, cut, duplicated or replaced by JSON fragments. Each is parsed or rejected with a {@link SynapseException},
 * and the response to a parsed one repeats the request.
 */
class SynapseParserFuzzTest {

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

    private static final MinerMetadata METADATA = new MinerMetadata("1.0.0", "hold on default: nothing to do");

    private final Random random = new Random(SEED);
    private final SynapseParser parser = new SynapseParser(PriceEncoding.AUTO);

    @Test
    void mutatedBodiesAreParsedAndEchoedOrRejected() {
        int parsed = 0;
        int rejected = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String body = mutate(RebalanceBodies.valid());
            try {
                RebalanceRequest request = parse(body);
                byte[] answer = SynapseWriter.writeResponse(request, Decision.keep("nothing to do"), METADATA, 0.001);
                assertTrue(answer.length < 4 * body.length() + 1_000);
                assertEchoed(request, parser.parseRebalanceQuery(answer), body);
                parsed++;
            } catch (SynapseException fault) {
                assertFalse(fault.field().isEmpty());
                assertTrue(fault.getMessage().length() < 4 * body.length() + 200);
                rejected++;
            }
        }
        assertTrue(parsed > ROUNDS / 100, "parsed " + parsed);
        assertTrue(rejected > ROUNDS / 10, "rejected " + rejected);
    }

    @Test
    void randomBytesAreRejected() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            List<String> faults = new ArrayList<>();
            try {
                parser.parseRebalanceQuery(bytes);
            } catch (SynapseException fault) {
                faults.add(fault.field());
            }
            assertTrue(faults.size() == 1, () -> new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    private RebalanceRequest parse(String body) throws SynapseException {
        return parser.parseRebalanceQuery(body.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertEchoed(RebalanceRequest sent, RebalanceRequest echoed, String body) {
        assertEquals(sent.query(), echoed.query(), body);
        assertEquals(sent.vault, echoed.vault, body);
        assertEquals(sent.pair, echoed.pair, body);
        assertEquals(sent.currentPrice, echoed.currentPrice, body);
        assertEquals(sent.currentPositions, echoed.currentPositions, body);
        assertEquals(sent.inventory, echoed.inventory, body);
        assertEquals(sent.fields().members(), echoed.fields().members(), body);
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
