package weir.axon.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.AxonInfo;
import weir.chain.MetagraphService;
import weir.chain.MetagraphStatus;

class SubnetMetagraphTest {

    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    @TempDir
    private Path folder;

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger refreshes = new AtomicInteger();
    private MetagraphService chain = new Chain();
    private MetagraphFile file;

    private final class Chain implements MetagraphService {

        @Override
        public Optional<weir.chain.Metagraph> current() {
            AxonInfo axon = new AxonInfo(0, 0, BigInteger.ZERO, 0, 0, 0, 0, 0);
            weir.chain.Neuron alice = new weir.chain.Neuron(0, ALICE, true, 0, 0, 5_000_500_000_000L, axon);
            return Optional.of(new weir.chain.Metagraph(98, 1, 50, List.of(alice)));
        }

        @Override
        public void requestRefresh() {
            refreshes.incrementAndGet();
        }

        @Override
        public MetagraphStatus status() {
            return new MetagraphStatus(Optional.empty(), "", "");
        }
    }

    private SubnetMetagraph metagraph() {
        file = new MetagraphFile(folder.resolve("metagraph.json"), 0, nanoTime::get);
        return new SubnetMetagraph(file, () -> chain);
    }

    private void refreshAfter(Duration time) {
        nanoTime.addAndGet(time.toNanos());
        file.refresh();
    }

    @Test
    void withoutAFileTheChainDecidesInTokens() {
        SubnetMetagraph metagraph = metagraph();
        assertEquals(Optional.of(new Metagraph.Neuron(true, 5000.5)), metagraph.neuron(ALICE));
        assertEquals(0, refreshes.get());
        assertTrue(metagraph.problems().isEmpty());
    }

    @Test
    void unknownHotkeyRequestsAnotherRead() {
        assertTrue(metagraph().neuron(BOB).isEmpty());
        assertEquals(1, refreshes.get());
    }

    @Test
    void fileReplacesTheChainUntilItIsDeleted() throws IOException {
        Path file = folder.resolve("metagraph.json");
        Files.writeString(file, "{\"neurons\": [{\"hotkey\": \"" + BOB + "\", \"permit\": true, \"stake\": 7}]}");
        SubnetMetagraph metagraph = metagraph();
        assertEquals(Optional.of(new Metagraph.Neuron(true, 7)), metagraph.neuron(BOB));
        assertTrue(metagraph.neuron(ALICE).isEmpty());
        Files.delete(file);
        refreshAfter(Duration.ofSeconds(2));
        assertTrue(metagraph.neuron(BOB).isPresent(), "for a minute, because a tool may replace the file");
        refreshAfter(MetagraphFile.MISSING_GRACE.plusNanos(1));
        assertTrue(metagraph.neuron(ALICE).isPresent());
        assertTrue(metagraph.neuron(BOB).isEmpty());
    }

    @Test
    void invalidFileAdmitsNoHotkeyOfTheChain() throws IOException {
        Files.writeString(folder.resolve("metagraph.json"), "{");
        SubnetMetagraph metagraph = metagraph();
        assertTrue(metagraph.neuron(ALICE).isEmpty());
        assertFalse(metagraph.problems().isEmpty());
    }

    @Test
    void withoutTheChainOnlyTheFileCounts() {
        chain = null;
        SubnetMetagraph metagraph = metagraph();
        assertTrue(metagraph.neuron(ALICE).isEmpty());
        assertFalse(metagraph.problems().isEmpty());
    }
}
