package weir.axon.internal.auth;

import java.util.Optional;
import java.util.Set;
import weir.axon.internal.HttpError;
import weir.axon.internal.metagraph.Metagraph;
import weir.axon.internal.metagraph.Metagraph.Neuron;
import weir.protocol.Ss58;

/**
 * Decides whether a hotkey is permitted to send requests. Reads memory only, so it runs before expensive checks.
 *
 * @param metagraph the subnet's registered miners and validators
 * @param minStake minimum stake of a validator, in the unit of the metagraph
 * @param allow hotkeys accepted regardless of the metagraph
 * @param deny hotkeys always rejected
 */
record ValidatorAuthorizer(Metagraph metagraph, double minStake, Set<String> allow, Set<String> deny) {

    ValidatorAuthorizer {
        allow = Set.copyOf(allow);
        deny = Set.copyOf(deny);
    }

    /**
     * Returns the stake of a permitted hotkey; 0 if it is on the allow list but not in the metagraph.
     *
     * @throws HttpError 403 if it is not permitted, 401 if it is not an ss58 address
     */
    double authorize(String hotkey) throws HttpError {
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
        if (!neuron.get().hasPermit()) {
            throw HttpError.forbidden("No validator permit");
        }
        if (neuron.get().stake() < minStake) {
            throw HttpError.forbidden("Low stake");
        }
        return neuron.get().stake();
    }

    /** What the metagraph and the lists say about a hotkey. */
    enum HotkeyKind {
        /** It is permitted to send requests. */
        VALIDATOR,
        /** It is registered in the subnet or on the deny list, but not permitted. */
        KNOWN,
        UNKNOWN
    }

    /** Returns the kind of a hotkey, which may be malformed. */
    HotkeyKind kindOf(String hotkey) {
        try {
            authorize(hotkey);
            return HotkeyKind.VALIDATOR;
        } catch (HttpError notPermitted) {
            return deny.contains(hotkey) || metagraph.neuron(hotkey).isPresent()
                    ? HotkeyKind.KNOWN
                    : HotkeyKind.UNKNOWN;
        }
    }

    private static void requireAddress(String hotkey) throws HttpError {
        try {
            Ss58.decode(hotkey);
        } catch (IllegalArgumentException e) {
            throw HttpError.notVerified("Invalid SS58 address of a hotkey");
        }
    }
}
