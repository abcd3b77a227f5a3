package weir.axon.internal.access;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import weir.protocol.Ss58;

/** The gate of an operator's policy, and what an operator should know of it. */
public final class Access {

    private final Gate gate;
    private final MetagraphFile metagraph;
    private final NonceMarks marks;
    private final ClockSkew skew;

    /**
     * Makes the gate of a policy.
     *
     * @param epochNanos our clock, ns since the epoch
     * @param nanoTime a clock that never jumps
     * @throws IllegalArgumentException naming the hotkey of the policy that is no ss58 address
     */
    public Access(Policy policy, LongSupplier epochNanos, LongSupplier nanoTime) {
        requireAddresses("hotkey", Set.of(policy.hotkey()));
        requireAddresses("allow", policy.allow());
        requireAddresses("deny", policy.deny());
        metagraph = new MetagraphFile(policy.metagraph(), nanoTime);
        marks = new NonceMarks(policy.nonces(), epochNanos);
        skew = new ClockSkew(epochNanos);
        gate = new ValidatorGate(
                policy.hotkey(),
                new Permission(metagraph, policy.minStake(), policy.allow(), policy.deny()),
                new Nonces(epochNanos, marks, skew),
                new AddressLimit(new RateLimit("address", policy.perAddress(), nanoTime)),
                new RateLimit("hotkey", policy.perHotkey(), nanoTime));
    }

    /** To deny an address that nobody has would deny nobody, without a word. */
    private static void requireAddresses(String name, Set<String> hotkeys) {
        for (String hotkey : hotkeys) {
            try {
                Ss58.decode(hotkey);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * An operator's policy.
     *
     * @param hotkey our own hotkey, an ss58 address
     * @param metagraph file of the metagraph snapshot
     * @param nonces file of the spent nonces
     * @param minStake least stake of a validator
     * @param allow hotkeys let in whatever the metagraph says
     * @param deny hotkeys never let in
     * @param perAddress requests a second of one IPv4 address or IPv6 /64, four times as many of a /48; 0 means no limit
     * @param perHotkey verified requests a second of one hotkey; 0 means no limit
     */
    public record Policy(
            String hotkey,
            Path metagraph,
            Path nonces,
            double minStake,
            Set<String> allow,
            Set<String> deny,
            double perAddress,
            double perHotkey) {}

    /** What requests pass. */
    public Gate gate() {
        return gate;
    }

    /** What an operator should know, one line each; empty when all is well. */
    public List<String> troubles() {
        return Stream.of(metagraph.fault(), marks.fault(), skew.recent())
                .flatMap(Optional::stream)
                .toList();
    }
}
