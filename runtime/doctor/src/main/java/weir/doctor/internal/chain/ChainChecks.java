package weir.doctor.internal.chain;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.chain.StoredMetagraph;
import weir.doctor.Check;
import weir.doctor.internal.host.QueryCheck;
import weir.launcher.Home;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** Whether the chain can be read, the metagraph that the host uses, and the validators that it admits. */
public final class ChainChecks {

    private static final Duration OLD = Duration.ofMinutes(15);
    private static final Duration TOO_OLD = Duration.ofMinutes(75);
    private static final String CHAIN_REMEDY =
            "Check the network, or use another node with --subtensor.chain_endpoint.";

    private ChainChecks() {}

    /** @param reading empty if no node has answered, for the given reason */
    public static Check chain(Optional<ChainReading> reading, String reason, Settings settings) {
        if (reading.isEmpty()) {
            return Check.unchecked("chain", "no node of the chain has answered: " + reason, CHAIN_REMEDY);
        }
        return reading.get().metagraph().isPresent()
                ? Check.ok("chain", reading.get().source())
                : Check.fault(
                        "chain",
                        "subnet " + settings.text(Setting.NETUID) + " does not exist, says "
                                + reading.get().source(),
                        "Correct --netuid or --subtensor.network.");
    }

    /**
     * The metagraph by which the axon admits validators.
     *
     * @param stored the one that the host has stored
     */
    public static Check metagraph(Home home, Optional<StoredMetagraph> stored, boolean isRunning, Instant now) {
        if (Files.exists(home.metagraph())) {
            return Check.ok(
                    "metagraph", home.metagraph() + " is used instead of the chain; delete it to use the chain");
        }
        if (stored.isEmpty()) {
            return isRunning
                    ? Check.warning(
                            "metagraph", "the host has not read it yet, so it admits only --axon.allow", CHAIN_REMEDY)
                    : Check.ok("metagraph", "none is stored; the host reads it after its start");
        }
        String message = "of block " + stored.get().metagraph().block() + ", read "
                + QueryCheck.ago(stored.get().readAt(), now);
        Duration age = Duration.between(stored.get().readAt(), now);
        if (!isRunning || age.compareTo(OLD) <= 0) {
            return Check.ok("metagraph", message + (isRunning ? "" : "; the host reads it again after its start"));
        }
        return age.compareTo(TOO_OLD) > 0
                ? Check.fault("metagraph", message + "; new validators are rejected", CHAIN_REMEDY)
                : Check.warning("metagraph", message, CHAIN_REMEDY);
    }

    /** The validators of the chain; if the operator has a metagraph file, the host admits those of the file instead. */
    public static Check validators(Metagraph metagraph, Home home, Settings settings) {
        double minStake = settings.decimal(Setting.AXON_MIN_STAKE);
        List<Neuron> validators =
                metagraph.neurons().stream().filter(Neuron::hasPermit).toList();
        long admitted = validators.stream()
                .filter(validator -> validator.totalStakeTokens() >= minStake)
                .count();
        String message = admitted + " of " + validators.size() + " validators have --axon.min_stake "
                + BigDecimal.valueOf(minStake).stripTrailingZeros().toPlainString();
        if (Files.exists(home.metagraph())) {
            return Check.ok("validators", message + " on chain; the host admits those of " + home.metagraph());
        }
        return admitted > 0
                ? Check.ok("validators", message)
                : Check.fault("validators", message + ", so all are rejected", "Lower --axon.min_stake.");
    }

    /** The names of the checks that need a metagraph, as not checked. */
    public static List<Check> withoutMetagraph(boolean hasHotkey) {
        List<String> names = new ArrayList<>(List.of("validators"));
        if (hasHotkey) {
            names.addAll(List.of("registration", "address", "incentive", "deregistration"));
        }
        return names.stream()
                .map(name -> Check.unchecked(
                        name, "no node has answered, and no metagraph is stored", "Solve the check chain first."))
                .toList();
    }
}
