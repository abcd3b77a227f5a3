package weir.axon.internal.metagraph;

import java.util.Optional;

/** The chain's list of the neurons (miners and validators) registered in the subnet. Thread-safe; reads memory only. */
@FunctionalInterface
public interface Metagraph {

    /** Returns the neuron of a hotkey; empty if the hotkey is not registered. */
    Optional<Neuron> neuron(String hotkey);

    /**
     * A registered neuron.
     *
     * @param hasPermit whether it has a validator permit
     * @param stake its total stake, in the unit of the metagraph file
     */
    record Neuron(boolean hasPermit, double stake) {}
}
