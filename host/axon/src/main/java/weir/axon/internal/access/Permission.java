package weir.axon.internal.access;

import java.util.Optional;
import java.util.Set;
import weir.axon.internal.access.Metagraph.Neuron;
import weir.axon.internal.wire.Refusal;
import weir.protocol.Ss58;

/**
 * Which hotkeys may ask. A look-up in memory, so it comes before anything dear.
 *
 * @param metagraph who is registered
 * @param minStake least stake of a validator
 * @param allow hotkeys that may ask whatever the metagraph says
 * @param deny hotkeys that may not, whatever else holds
 */
record Permission(Metagraph metagraph, double minStake, Set<String> allow, Set<String> deny) {

    Permission {
        allow = Set.copyOf(allow);
        deny = Set.copyOf(deny);
    }

    /**
     * The stake of a hotkey that may ask; 0 where only the allow list knows it.
     *
     * @throws Refusal 403, or 401 for what is no address of this network at all
     */
    double stake(String hotkey) throws Refusal {
        Optional<Neuron> neuron = metagraph.neuron(hotkey);
        if (deny.contains(hotkey)) {
            throw new Forbidden("Denied hotkey");
        }
        if (allow.contains(hotkey)) {
            return neuron.map(Neuron::stake).orElse(0.0);
        }
        if (neuron.isEmpty()) {
            requireAddress(hotkey);
            throw new Forbidden("Unrecognized hotkey");
        }
        if (!neuron.get().permit()) {
            throw new Forbidden("No validator permit");
        }
        if (neuron.get().stake() < minStake) {
            throw new Forbidden("Low stake");
        }
        return neuron.get().stake();
    }

    private static void requireAddress(String hotkey) throws NotVerified {
        try {
            Ss58.decode(hotkey);
        } catch (IllegalArgumentException e) {
            throw new NotVerified("Invalid SS58 address of a hotkey");
        }
    }
}
