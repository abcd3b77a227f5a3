package weir.axon.internal.auth;

import java.util.Optional;
import java.util.Set;
import weir.axon.internal.HttpError;
import weir.axon.internal.metagraph.Metagraph;
import weir.axon.internal.metagraph.Metagraph.Neuron;
import weir.protocol.Ss58;

/**
 * Which hotkeys are answered. A look-up in memory, made before expensive checks.
 *
 * @param metagraph the registered neurons
 * @param minStake least stake of a validator
 * @param allow hotkeys accepted regardless of the metagraph
 * @param deny hotkeys always rejected
 */
record ValidatorAuthorizer(Metagraph metagraph, double minStake, Set<String> allow, Set<String> deny) {

    ValidatorAuthorizer {
        allow = Set.copyOf(allow);
        deny = Set.copyOf(deny);
    }

    /**
     * Returns the stake of a permitted hotkey; 0 if only the allow list knows it.
     *
     * @throws HttpError 403 if it is not permitted, 401 if it is not an ss58 address
     */
    double stake(String hotkey) throws HttpError {
        Optional<Neuron> neuron = metagraph.neuron(hotkey);
        if (deny.contains(hotkey)) {
            throw HttpError.forbidden("Denied hotkey");
        }
        if (allow.contains(hotkey)) {
            return neuron.map(Neuron::stake).orElse(0.0);
        }
        if (neuron.isEmpty()) {
            requireAddress(hotkey);
            throw HttpError.forbidden("Unrecognized hotkey");
        }
        if (!neuron.get().permit()) {
            throw HttpError.forbidden("No validator permit");
        }
        if (neuron.get().stake() < minStake) {
            throw HttpError.forbidden("Low stake");
        }
        return neuron.get().stake();
    }

    private static void requireAddress(String hotkey) throws HttpError {
        try {
            Ss58.decode(hotkey);
        } catch (IllegalArgumentException e) {
            throw HttpError.notVerified("Invalid SS58 address of a hotkey");
        }
    }
}
