package weir.chain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The neurons of a subnet at one block. Immutable. */
public final class Metagraph {

    private final int netuid;
    private final long block;
    private final long servingRateLimit;
    private final List<Neuron> neurons;
    private final Optional<Registrations> registrations;
    private final Map<String, Neuron> neuronsByHotkey;

    /** A metagraph without registrations. */
    public Metagraph(int netuid, long block, long servingRateLimit, List<Neuron> neurons) {
        this(netuid, block, servingRateLimit, neurons, Optional.empty());
    }

    /**
     * @param netuid number of the subnet
     * @param block number of the block
     * @param servingRateLimit number of blocks that must lie between two publications of an axon
     * @param neurons the neurons by uid
     * @param registrations their registrations; empty if they are not known
     * @throws IllegalArgumentException if the number of registrations is not that of the neurons
     */
    public Metagraph(
            int netuid,
            long block,
            long servingRateLimit,
            List<Neuron> neurons,
            Optional<Registrations> registrations) {
        if (registrations.isPresent() && registrations.get().byUid().size() != neurons.size()) {
            throw new IllegalArgumentException("a registration for each neuron is required: "
                    + registrations.get().byUid().size() + " for " + neurons.size());
        }
        this.netuid = netuid;
        this.block = block;
        this.servingRateLimit = servingRateLimit;
        this.neurons = List.copyOf(neurons);
        this.registrations = registrations;
        Map<String, Neuron> byHotkey = new HashMap<>(neurons.size() * 2);
        neurons.forEach(neuron -> byHotkey.put(neuron.hotkey(), neuron));
        this.neuronsByHotkey = byHotkey;
    }

    /** Returns the number of the subnet. */
    public int netuid() {
        return netuid;
    }

    /** Returns the number of the block at which it was read. */
    public long block() {
        return block;
    }

    /** Number of blocks that must lie between two publications of an axon. */
    public long servingRateLimit() {
        return servingRateLimit;
    }

    /** The neurons by uid; unmodifiable. */
    public List<Neuron> neurons() {
        return neurons;
    }

    /** Returns how many neurons have a validator permit. */
    public long validatorCount() {
        return neurons.stream().filter(Neuron::hasPermit).count();
    }

    /** The neurons' registrations; empty if the runtime does not return them in a form that Weir knows. */
    public Optional<Registrations> registrations() {
        return registrations;
    }

    /** Returns the neuron with a hotkey, an ss58 address; empty if it is not registered. */
    public Optional<Neuron> neuron(String hotkey) {
        return Optional.ofNullable(neuronsByHotkey.get(hotkey));
    }
}
