package weir.chain.internal.metagraph;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import weir.chain.Metagraph;
import weir.chain.MetagraphStatus;
import weir.chain.Neuron;
import weir.chain.ServedAddress;

/** The health of the metagraph: old is a warning, very old is critical, because new validators are then rejected. */
final class MetagraphHealth {

    static final Duration WARNING_AGE = Duration.ofMinutes(15);
    static final Duration CRITICAL_AGE = Duration.ofMinutes(75);

    private MetagraphHealth() {}

    /** @param problems problems of the operator's file */
    static Result overridden(Path file, List<String> problems) {
        FormattingResultLog log = new FormattingResultLog();
        log.info("{} is used instead of the chain's metagraph; delete the file to use the chain", file);
        problems.forEach(log::warn);
        return new Result(log);
    }

    /**
     * @param hotkey the hotkey of this host; empty for none
     * @param served where validators reach this host
     */
    static Result of(
            MetagraphStatus status, Optional<Metagraph> metagraph, Instant now, String hotkey, ServedAddress served) {
        FormattingResultLog log = new FormattingResultLog();
        if (metagraph.isEmpty()) {
            log.warn(
                    "the metagraph was not read yet, so only hotkeys of --axon.allow are accepted: {}",
                    status.problem());
            return new Result(log);
        }
        Duration age = Duration.between(status.readAt().orElse(Instant.EPOCH), now);
        String text = "metagraph of block " + metagraph.get().block() + ", read " + age.toMinutes() + " min ago, "
                + metagraph.get().validatorCount() + " validators"
                + (status.problem().isEmpty() ? "" : "; " + status.problem());
        if (age.compareTo(CRITICAL_AGE) > 0) {
            log.critical("{}. Check the network and --subtensor.chain_endpoint", text);
        } else if (age.compareTo(WARNING_AGE) > 0) {
            log.warn("{}", text);
        } else {
            log.info("{}", text);
        }
        if (!hotkey.isEmpty()) {
            minerProblem(metagraph.get(), hotkey, served).ifPresent(problem -> log.warn("{}", problem));
        }
        return new Result(log);
    }

    private static Optional<String> minerProblem(Metagraph metagraph, String hotkey, ServedAddress served) {
        Optional<Neuron> miner = metagraph.neuron(hotkey);
        return miner.isEmpty()
                ? Optional.of("the hotkey " + hotkey + " is not registered in subnet " + metagraph.netuid()
                        + ", so no validator asks it; register it")
                : served.differenceFrom(miner.get().axon());
    }
}
