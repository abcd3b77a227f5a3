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
    private final Map<String, Neuron> neuronsByHotkey;

    /**
     * @param netuid number of the subnet
     * @param block number of the block
     * @param servingRateLimit number of blocks that must lie between two publications of an axon
     * @param neurons the neurons by uid
     */
    public Metagraph(int netuid, long block, long servingRateLimit, List<Neuron> neurons) {
        this.netuid = netuid;
        this.block = block;
        this.servingRateLimit = servingRateLimit;
        this.neurons = List.copyOf(neurons);
        Map<String, Neuron> byHotkey = new HashMap<>(neurons.size() * 2);
        neurons.forEach(neuron -> byHotkey.put(neuron.hotkey(), neuron));
        this.neuronsByHotkey = byHotkey;
    }

    public int netuid() {
        return netuid;
    }

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

    /** Returns the neuron with a hotkey, an ss58 address; empty if it is not registered. */
    public Optional<Neuron> neuron(String hotkey) {
        return Optional.ofNullable(neuronsByHotkey.get(hotkey));
    }
}
