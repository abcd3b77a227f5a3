package weir.console.internal.panel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import weir.chain.Metagraph;
import weir.chain.MetagraphService;
import weir.chain.MetagraphStatus;
import weir.chain.Neuron;
import weir.chain.Registration;
import weir.chain.Registrations;
import weir.chain.ServedAddress;

/** The panel about the chain: registration, address, and what the miner earns. For one thread. */
final class ChainPanel {

    private static final int MAX_SAMPLES = 500;

    private final String hotkey;
    private final ServedAddress served;
    private final List<Sample> samples = new ArrayList<>();

    ChainPanel(String hotkey, Map<String, String> settings) {
        String externalPort = settings.getOrDefault("axon.external_port", "");
        this.hotkey = hotkey;
        this.served = ServedAddress.of(
                settings.getOrDefault("axon.external_ip", ""),
                Integer.parseInt(externalPort.isEmpty() ? settings.getOrDefault("axon.port", "0") : externalPort));
    }

    /** What the chain said at one block. */
    private record Sample(long block, Instant time, double incentive, double emission, Double ranks) {}

    /**
     * @param state development, overridden, unknown, served, registered or unregistered
     * @param alert what is wrong; empty if nothing
     * @param ranks how many neurons are deregistered before this one; empty if it cannot be
     * @param immuneBlocks blocks until the immunity ends; 0 if it has
     */
    record Chain(
            String state,
            String alert,
            String hotkey,
            Optional<Integer> uid,
            Optional<Double> incentive,
            Optional<Double> emission,
            Optional<Integer> ranks,
            boolean isFull,
            long immuneBlocks,
            Optional<Integer> netuid,
            Optional<Long> block,
            Optional<Long> validators,
            Optional<Long> ageMinutes,
            String endpoint,
            String problem,
            List<Long> x,
            List<Double> incentives,
            List<Double> emissions,
            List<Double> rankTrend) {}

    Chain of(Optional<MetagraphService> service, Instant now) {
        Optional<MetagraphStatus> status = service.map(MetagraphService::status);
        Optional<Metagraph> metagraph = service.flatMap(MetagraphService::current);
        Optional<Neuron> miner = metagraph.flatMap(known -> known.neuron(hotkey));
        Optional<Registrations> registrations = metagraph.flatMap(Metagraph::registrations);
        Optional<Registration> own =
                registrations.flatMap(all -> miner.map(neuron -> all.byUid().get(neuron.uid())));
        long block = metagraph.map(Metagraph::block).orElse(0L);
        Optional<Integer> ranks = registrations.flatMap(all -> miner.flatMap(neuron -> {
            OptionalInt before = all.deregisteredBefore(neuron.uid(), block);
            return before.isPresent() ? Optional.of(before.getAsInt()) : Optional.empty();
        }));
        long immune = registrations
                .flatMap(all -> miner.map(neuron -> all.immunityEnd(neuron.uid()) - block))
                .orElse(0L);
        boolean isFull = registrations.map(Registrations::isFull).orElse(false);
        own.ifPresent(registration -> sample(block, now, registration, ranks));
        String state = state(status, metagraph, miner);
        return new Chain(
                state,
                alert(state, miner, ranks, isFull, immune),
                hotkey,
                miner.map(Neuron::uid),
                own.map(Registration::incentiveShare).map(share -> 100 * share),
                own.map(Registration::emissionTokens),
                ranks,
                isFull,
                Math.max(0, immune),
                metagraph.map(Metagraph::netuid),
                metagraph.map(Metagraph::block),
                metagraph.map(Metagraph::validatorCount),
                status.flatMap(MetagraphStatus::readAt)
                        .map(read -> Duration.between(read, now).toMinutes()),
                status.map(MetagraphStatus::endpoint).orElse(""),
                status.map(MetagraphStatus::problem).orElse(""),
                samples.stream().map(sample -> sample.time.getEpochSecond()).toList(),
                samples.stream().map(Sample::incentive).toList(),
                samples.stream().map(Sample::emission).toList(),
                samples.stream().map(Sample::ranks).toList());
    }

    private String state(Optional<MetagraphStatus> status, Optional<Metagraph> metagraph, Optional<Neuron> miner) {
        if (hotkey.isEmpty()) {
            return "development";
        }
        if (status.map(MetagraphStatus::isOverridden).orElse(false)) {
            return "overridden";
        }
        if (metagraph.isEmpty()) {
            return "unknown";
        }
        return miner.map(neuron -> neuron.axon().isServed() ? "served" : "registered")
                .orElse("unregistered");
    }

    private String alert(
            String state, Optional<Neuron> miner, Optional<Integer> ranks, boolean isFull, long immuneBlocks) {
        return switch (state) {
            case "unregistered" -> "The hotkey is not registered in the subnet, so no validator asks it.";
            case "registered" ->
                "No address is published on the chain, so validators cannot reach this host. Run `weir serve-axon`.";
            case "served" -> {
                Optional<String> difference =
                        served.differenceFrom(miner.orElseThrow().axon());
                yield difference
                        .map(text -> "Validators use another address: " + text)
                        .orElse(
                                isFull
                                                && immuneBlocks <= 0
                                                && ranks.filter(left -> left < Registrations.MIN_RANKS)
                                                        .isPresent()
                                        ? "Only " + ranks.get() + " neurons are deregistered before this one."
                                        : "");
            }
            default -> "";
        };
    }

    private void sample(long block, Instant now, Registration registration, Optional<Integer> ranks) {
        if (samples.isEmpty() || samples.get(samples.size() - 1).block != block) {
            samples.add(new Sample(
                    block,
                    now,
                    100 * registration.incentiveShare(),
                    registration.emissionTokens(),
                    ranks.map(Integer::doubleValue).orElse(null)));
            if (samples.size() > MAX_SAMPLES) {
                samples.remove(0);
            }
        }
    }
}
