package weir.axon.internal.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.axon.internal.handler.BodyReader;
import weir.router.Answer;
import weir.router.Outcome;
import weir.strategy.Decision;

/** Heap that a worker takes for a byte of body, from text to answer: all that is allocated, so more than is held at once. */
class BodyCostTest {

    private static final int LENGTH = 1_000_000;

    /** ADR 30 counts with two more, for the body itself and the array that it grew in. */
    private static final double HEAP_PER_BYTE = 18;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final QueryParser parser = new QueryParser(PriceEncoding.AUTO);

    private static String repeated(String unit) {
        return unit.repeat(LENGTH / unit.length());
    }

    private static Map<String, String> dear() {
        Map<String, String> bodies = new TreeMap<>();
        bodies.put("empty objects", Bodies.with("dendrite", "{\"a\": [" + repeated("{},") + "{}]}"));
        bodies.put("empty lists", Bodies.with("axon", "{\"a\": [" + repeated("[],") + "[]]}"));
        StringBuilder members = new StringBuilder("{\"a\": 1");
        for (int i = 0; members.length() < LENGTH; i++) {
            members.append(",\"").append(i).append("\":1");
        }
        bodies.put("members", Bodies.with("axon", members + "}"));
        bodies.put("text", Bodies.with("name", "\"\u20ac" + repeated("x") + "\""));
        bodies.put("text of the query", Bodies.with("job_id", "\"\u20ac" + repeated("x") + "\""));
        bodies.put("name", Bodies.with("\u20ac" + repeated("x"), "["));
        String position = Bodies.position("-200", "600", "\"" + "9".repeat(77) + "\"", "\"" + "9".repeat(77) + "\"");
        String sure = position.substring(0, position.length() - 1) + ", \"confidence\": 1." + "0".repeat(1000) + "}";
        bodies.put("positions", Bodies.with("current_positions", "[" + (sure + ",").repeat(255) + sure + "]"));
        bodies.put("space", Bodies.valid() + repeated(" "));
        return bodies;
    }

    private int serve(byte[] body) {
        try {
            WireQuery wire = parser.query(BodyReader.text(body));
            return AnswerWriter.answer(
                            wire,
                            new Answer(
                                    Decision.keep("r"),
                                    Optional.of("default"),
                                    Optional.of("hold"),
                                    Optional.of(new Version("1")),
                                    Outcome.PASSED),
                            0.1)
                    .length;
        } catch (SynapseException refusal) {
            return AnswerWriter.message(refusal.getMessage()).length;
        }
    }

    @Test
    void aByteOfBodyCostsABoundedNumberOfBytes() {
        StringBuilder tooDear = new StringBuilder();
        dear().forEach((what, text) -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            serve(Bodies.valid().getBytes(StandardCharsets.UTF_8));
            long before = THREADS.getCurrentThreadAllocatedBytes();
            int answer = serve(body);
            double cost = (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / body.length;
            System.out.printf("%s: %d bytes, answer of %d, heap per byte %.1f%n", what, body.length, answer, cost);
            if (cost > HEAP_PER_BYTE || answer > 2 * body.length) {
                tooDear.append(what).append(' ').append(cost).append("; ");
            }
        });
        assertTrue(tooDear.isEmpty(), tooDear::toString);
    }
}
