package weir.axon.internal.auth;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import weir.axon.internal.limit.AddressRateLimiter;
import weir.axon.internal.limit.RateLimiter;
import weir.axon.internal.metagraph.MetagraphFile;
import weir.protocol.Ss58;

/** An operator's access policy: the authenticator that enforces it, and the problems that the operator should see. */
public final class AccessControl {

    private final Authenticator authenticator;
    private final MetagraphFile metagraph;
    private final NonceStore nonces;
    private final ClockSkew skew;

    /**
     * @param epochNanos the wall clock, ns since the epoch
     * @param nanoTime a monotonic clock, ns
     * @throws IllegalArgumentException naming the hotkey of the policy that is not an ss58 address
     */
    public AccessControl(Policy policy, LongSupplier epochNanos, LongSupplier nanoTime) {
        requireAddresses("hotkey", Set.of(policy.hotkey()));
        requireAddresses("allow", policy.allow());
        requireAddresses("deny", policy.deny());
        metagraph = new MetagraphFile(policy.metagraph(), nanoTime);
        nonces = new NonceStore(policy.nonces(), epochNanos);
        skew = new ClockSkew(epochNanos);
        authenticator = new ValidatorAuthenticator(
                policy.hotkey(),
                new ValidatorAuthorizer(metagraph, policy.minStake(), policy.allow(), policy.deny()),
                new ReplayGuard(epochNanos, nonces, skew),
                new AddressRateLimiter(new RateLimiter("address", policy.perAddress(), nanoTime)),
                new RateLimiter("hotkey", policy.perHotkey(), nanoTime));
    }

    /** Rejects malformed addresses: a typo in the deny list would otherwise be ignored silently. */
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
     * @param hotkey own hotkey, an ss58 address
     * @param metagraph file of the metagraph snapshot
     * @param nonces file of the used nonces
     * @param minStake least stake of a validator
     * @param allow hotkeys accepted regardless of the metagraph
     * @param deny hotkeys always rejected
     * @param perAddress requests per second of one IPv4 address or IPv6 /64, four times as many of a /48; 0 means no limit
     * @param perHotkey verified requests per second of one hotkey; 0 means no limit
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

    /** Enforces the policy. */
    public Authenticator authenticator() {
        return authenticator;
    }

    /** Problems for the operator, one line each; empty if there are none. */
    public List<String> problems() {
        return Stream.of(metagraph.problem(), nonces.problem(), skew.recent())
                .flatMap(Optional::stream)
                .toList();
    }
}
