package weir.axon.internal.access;

import java.util.Optional;

/** Who is registered in the subnet. Thread-safe, and answers from memory. */
@FunctionalInterface
public interface Metagraph {

    /** The neuron of a hotkey, if it is registered. */
    Optional<Neuron> neuron(String hotkey);

    /**
     * A registered neuron.
     *
     * @param permit whether it may act as a validator
     * @param stake its total stake, in the subnet's units
     */
    record Neuron(boolean permit, double stake) {}
}
