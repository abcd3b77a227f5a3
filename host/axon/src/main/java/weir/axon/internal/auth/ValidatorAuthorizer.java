package weir.axon.internal.auth;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import weir.axon.internal.HttpError;
import weir.chain.Metagraph;
import weir.chain.MetagraphService;
import weir.chain.Neuron;
import weir.protocol.Ss58;

/**
 * Decides whether a hotkey is permitted to send requests. Reads memory only, so it runs before expensive checks.
 *
 * @param chain returns the service with the subnet's metagraph; empty while there is none, so that only allowed hotkeys are permitted
 * @param minStake minimum stake of a validator, in tokens
 * @param allow hotkeys accepted regardless of the metagraph
 * @param deny hotkeys always rejected
 */
record ValidatorAuthorizer(
        Supplier<Optional<MetagraphService>> chain, double minStake, Set<String> allow, Set<String> deny) {

    ValidatorAuthorizer {
        allow = Set.copyOf(allow);
        deny = Set.copyOf(deny);
    }

    /**
     * Returns the stake of a permitted hotkey, in tokens; 0 if it is on the allow list but not in the metagraph.
     *
     * @throws HttpError 403 if it is not permitted, 401 if it is not an ss58 address
     */
    double authorize(String hotkey) throws HttpError {
        Optional<Neuron> neuron = neuron(hotkey);
        if (deny.contains(hotkey)) {
            throw HttpError.forbidden("Denied hotkey");
        }
        if (allow.contains(hotkey)) {
            return neuron.map(Neuron::totalStakeTokens).orElse(0.0);
        }
        if (neuron.isEmpty()) {
            requireAddress(hotkey);
            throw unregistered();
        }
        if (!neuron.get().hasPermit()) {
            throw HttpError.forbidden("No validator permit");
        }
        if (neuron.get().totalStakeTokens() < minStake) {
            throw HttpError.forbidden("Low stake");
        }
        return neuron.get().totalStakeTokens();
    }

    private Optional<Neuron> neuron(String hotkey) {
        return chain.get().flatMap(MetagraphService::current).flatMap(metagraph -> metagraph.neuron(hotkey));
    }

    /** Returns the rejection of a hotkey that is not in the metagraph. */
    static HttpError unregistered() {
        return HttpError.forbidden("Unrecognized hotkey");
    }

    /**
     * Whether a hotkey is unknown, and the metagraph may be read again now: it may have registered since. Its signature is then worth
     * verifying; see {@link #requestRefresh}.
     */
    boolean mayHaveRegistered(String hotkey) {
        return chain.get().filter(MetagraphService::isRefreshAllowed).isPresent()
                && kindOf(hotkey) == HotkeyKind.UNKNOWN
                && isAddress(hotkey);
    }

    /** Reads the metagraph again, because the signature of an unknown hotkey is valid. */
    void requestRefresh() {
        chain.get().ifPresent(MetagraphService::requestRefresh);
    }

    /** Returns how many validators of the metagraph may send requests; empty if there is no metagraph. */
    OptionalLong permittedValidators() {
        return chain.get().flatMap(MetagraphService::current).stream()
                .map(Metagraph::neurons)
                .mapToLong(neurons -> neurons.stream()
                        .filter(neuron -> kindOf(neuron.hotkey()) == HotkeyKind.VALIDATOR)
                        .count())
                .findFirst();
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
            return deny.contains(hotkey) || neuron(hotkey).isPresent() ? HotkeyKind.KNOWN : HotkeyKind.UNKNOWN;
        }
    }

    private static void requireAddress(String hotkey) throws HttpError {
        if (!isAddress(hotkey)) {
            throw HttpError.notVerified("Invalid SS58 address of a hotkey");
        }
    }

    private static boolean isAddress(String hotkey) {
        try {
            Ss58.decode(hotkey);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
