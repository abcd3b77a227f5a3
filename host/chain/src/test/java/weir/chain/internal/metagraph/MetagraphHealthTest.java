package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.Test;
import weir.chain.Metagraph;
import weir.chain.MetagraphStatus;

class MetagraphHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void ageOfTheMetagraphDecides() {
        assertEquals(Status.OK, status(Duration.ofMinutes(15)));
        assertEquals(Status.WARN, status(Duration.ofMinutes(16)));
        assertEquals(Status.WARN, status(Duration.ofMinutes(75)));
        assertEquals(Status.CRITICAL, status(Duration.ofMinutes(76)));
    }

    @Test
    void missingMetagraphIsAWarning() {
        MetagraphStatus status = new MetagraphStatus(false, Optional.empty(), "", "not connected yet");
        assertEquals(
                Status.WARN, MetagraphHealth.of(status, Optional.empty(), NOW).getStatus());
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
        MetagraphStatus status = new MetagraphStatus(false, Optional.of(NOW.minus(age)), "ws://node", "problem");
        return MetagraphHealth.of(status, Optional.of(new Metagraph(98, 1, 50, List.of())), NOW)
                .getStatus();
    }
}
