package weir.chain.internal.metagraph;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import weir.chain.Metagraph;
import weir.chain.MetagraphStatus;
import weir.chain.Neuron;

/** The health of the metagraph: old is a warning, very old is critical, because new validators are then rejected. */
final class MetagraphHealth {

    static final Duration WARNING_AGE = Duration.ofMinutes(15);
    static final Duration CRITICAL_AGE = Duration.ofMinutes(75);

    private MetagraphHealth() {}

    static Result overridden(Path file) {
        FormattingResultLog log = new FormattingResultLog();
        if (Files.exists(file)) {
            log.info("{} is used instead of the chain; to use the chain, delete the file and restart the host", file);
        } else {
            log.warn("{} is deleted, and the chain is not followed yet; restart the host", file);
        }
        return new Result(log);
    }

    static Result of(MetagraphStatus status, Optional<Metagraph> metagraph, Instant now) {
        FormattingResultLog log = new FormattingResultLog();
        if (metagraph.isEmpty()) {
            log.warn(
                    "the metagraph was not read yet, so only hotkeys of --axon.allow are accepted: {}",
                    status.problem());
            return new Result(log);
        }
        Duration age = Duration.between(status.readAt().orElse(Instant.EPOCH), now);
        String text = "metagraph of block " + metagraph.get().block() + ", read " + age.toMinutes() + " min ago, "
                + metagraph.get().neurons().stream().filter(Neuron::hasPermit).count() + " validators";
        if (age.compareTo(CRITICAL_AGE) > 0) {
            log.critical("{}; {}. Check the network and --subtensor.chain_endpoint", text, status.problem());
        } else if (age.compareTo(WARNING_AGE) > 0) {
            log.warn("{}; {}", text, status.problem());
        } else {
            log.info("{}", text);
        }
        return new Result(log);
    }
}
