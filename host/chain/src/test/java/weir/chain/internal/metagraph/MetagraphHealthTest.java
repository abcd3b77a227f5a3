package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.Test;
import weir.chain.AxonInfo;
import weir.chain.Metagraph;
import weir.chain.MetagraphStatus;
import weir.chain.Neuron;
import weir.chain.ServedAddress;

class MetagraphHealthTest {

    private static final String HOTKEY = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    private static final ServedAddress SERVED = ServedAddress.of("203.0.113.7", 8091);
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void ageOfTheMetagraphDecides() {
        assertEquals(Status.OK, status(Duration.ofMinutes(15)));
        assertEquals(Status.WARN, status(Duration.ofMinutes(16)));
        assertEquals(Status.WARN, status(Duration.ofMinutes(75)));
        assertEquals(Status.CRITICAL, status(Duration.ofMinutes(76)));
    }

    @Test
    void aFailedReadIsNamedAtOnce() {
        Result result = of(Duration.ZERO, "", List.of());
        assertTrue(result.toString().contains("0 validators; problem"), result.toString());
    }

    @Test
    void missingMetagraphIsAWarning() {
        MetagraphStatus status = new MetagraphStatus(false, Optional.empty(), "", "not connected yet");
        assertEquals(
                Status.WARN,
                MetagraphHealth.of(status, Optional.empty(), NOW, HOTKEY, SERVED)
                        .getStatus());
    }

    @Test
    void problemsOfTheOperatorsFileAreWarnings() {
        Path file = Path.of("metagraph.json");
        assertEquals(Status.OK, MetagraphHealth.overridden(file, List.of()).getStatus());
        assertEquals(
                Status.WARN,
                MetagraphHealth.overridden(file, List.of("it is invalid")).getStatus());
    }

    private static Status status(Duration age) {
        return of(age, "", List.of()).getStatus();
    }

    private static Result of(Duration age, String hotkey, List<Neuron> neurons) {
        MetagraphStatus status = new MetagraphStatus(false, Optional.of(NOW.minus(age)), "ws://node", "problem");
        return MetagraphHealth.of(status, Optional.of(new Metagraph(98, 1, 50, neurons)), NOW, hotkey, SERVED);
    }

    private static void assertMiner(Status expected, String message, List<Neuron> neurons) {
        Result result = of(Duration.ZERO, HOTKEY, neurons);
        assertEquals(expected, result.getStatus());
        assertTrue(result.toString().contains(message), result.toString());
    }

    private static List<Neuron> miner(AxonInfo axon) {
        return List.of(new Neuron(0, HOTKEY, false, 0, 0, 0, axon));
    }

    @Test
    void publishedAddressOfTheMinerIsComparedWithTheServedOne() {
        assertMiner(Status.OK, "metagraph of block 1", miner(axon(0xCB007107L, 8091)));
        assertMiner(
                Status.WARN,
                "on chain 203.0.113.8:8091, serving 203.0.113.7:8091: run `weir serve-axon`",
                miner(axon(0xCB007108L, 8091)));
        assertMiner(
                Status.WARN,
                "on chain 203.0.113.7:8092, serving 203.0.113.7:8091: run `weir serve-axon`",
                miner(axon(0xCB007107L, 8092)));
        assertMiner(Status.WARN, "no address on chain: run `weir serve-axon`", miner(AxonInfo.NONE));
        assertMiner(Status.WARN, HOTKEY + " is not registered in subnet 98", List.of());
    }

    @Test
    void unknownServedAddressIsComparedByItsPort() {
        ServedAddress served = ServedAddress.of("", 8091);
        assertEquals(Optional.empty(), served.differenceFrom(axon(0xCB007108L, 8091)));
        assertEquals(
                Optional.of("on chain 203.0.113.8:8092, serving port 8091: run `weir serve-axon`"),
                served.differenceFrom(axon(0xCB007108L, 8092)));
    }

    private static AxonInfo axon(long ip, int port) {
        return new AxonInfo(900, 1, BigInteger.valueOf(ip), port, 4, 4, 0, 0);
    }
}
