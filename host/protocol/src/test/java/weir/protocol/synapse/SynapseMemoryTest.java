package weir.protocol.synapse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weir.fixtures.RebalanceBodies;
import weir.protocol.synapse.RebalanceResponse.MinerMetadata;
import weir.strategy.Decision;

/** Memory allocated per byte of a body, from parsing to the response: an upper bound of what is held at once. */
class SynapseMemoryTest {

    private static final int LENGTH = 1_000_000;

    /** ADR 30 adds two, for the body and the array that it grew in. */
    private static final double HEAP_PER_BYTE = 18;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final SynapseParser parser = new SynapseParser(PriceEncoding.AUTO);

    private static String repeated(String unit) {
        return unit.repeat(LENGTH / unit.length());
    }

    private static Map<String, String> expensiveBodies() {
        Map<String, String> bodies = new TreeMap<>();
        bodies.put("empty objects", RebalanceBodies.with("dendrite", "{\"a\": [" + repeated("{},") + "{}]}"));
        bodies.put("empty lists", RebalanceBodies.with("axon", "{\"a\": [" + repeated("[],") + "[]]}"));
        StringBuilder members = new StringBuilder("{\"a\": 1");
        for (int i = 0; members.length() < LENGTH; i++) {
            members.append(",\"").append(i).append("\":1");
        }
        bodies.put("members", RebalanceBodies.with("axon", members + "}"));
        bodies.put("text", RebalanceBodies.with("name", "\"\u20ac" + repeated("x") + "\""));
        bodies.put("text of the query", RebalanceBodies.with("job_id", "\"\u20ac" + repeated("x") + "\""));
        bodies.put("name", RebalanceBodies.with("\u20ac" + repeated("x"), "["));
        String position =
                RebalanceBodies.position("-200", "600", "\"" + "9".repeat(77) + "\"", "\"" + "9".repeat(77) + "\"");
        String confident =
                position.substring(0, position.length() - 1) + ", \"confidence\": 1." + "0".repeat(1000) + "}";
        bodies.put(
                "positions",
                RebalanceBodies.with("current_positions", "[" + (confident + ",").repeat(255) + confident + "]"));
        bodies.put("space", RebalanceBodies.valid() + repeated(" "));
        return bodies;
    }

    private int serve(byte[] body) {
        try {
            RebalanceRequest request = parser.parseRebalanceQuery(body);
            MinerMetadata metadata = new MinerMetadata("1.0.0", "hold on default: r");
            return SynapseWriter.writeResponse(request, Decision.keep("r"), metadata, 0.1).length;
        } catch (SynapseException invalid) {
            return SynapseWriter.writeError(invalid.getMessage()).length;
        }
    }

    @Test
    void memoryPerByteOfBodyIsBounded() {
        StringBuilder tooExpensive = new StringBuilder();
        expensiveBodies().forEach((what, text) -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            serve(RebalanceBodies.valid().getBytes(StandardCharsets.UTF_8));
            long before = THREADS.getCurrentThreadAllocatedBytes();
            int answer = serve(body);
            double cost = (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / body.length;
            System.out.printf("%s: %d bytes, answer of %d, heap per byte %.1f%n", what, body.length, answer, cost);
            if (cost > HEAP_PER_BYTE || answer > 2 * body.length) {
                tooExpensive.append(what).append(' ').append(cost).append("; ");
            }
        });
        assertTrue(tooExpensive.isEmpty(), tooExpensive::toString);
    }
}
