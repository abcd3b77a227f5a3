package weir.axon.internal.metagraph;

import java.util.Optional;

/** The neurons registered in the subnet. Thread-safe; answers from memory. */
@FunctionalInterface
public interface Metagraph {

    /** The neuron of a hotkey, if the hotkey is registered. */
    Optional<Neuron> neuron(String hotkey);

    /**
     * A registered neuron.
     *
     * @param permit whether it has a validator permit
     * @param stake its total stake, in the subnet's units
     */
    record Neuron(boolean permit, double stake) {}
}
