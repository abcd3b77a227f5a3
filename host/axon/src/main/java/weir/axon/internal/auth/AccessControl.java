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

/** Builds the authenticator that enforces the operator's access policy, and reports problems for the health check. Thread-safe. */
public final class AccessControl {

    private final Authenticator authenticator;
    private final MetagraphFile metagraph;
    private final NonceStore nonceStore;
    private final ClockSkew clockSkew;

    /**
     * @param epochNanos the wall clock, ns since the epoch
     * @param nanoTime a monotonic clock, ns
     * @throws IllegalArgumentException if a hotkey of the policy is not an ss58 address; the message contains it
     */
    public AccessControl(Policy policy, LongSupplier epochNanos, LongSupplier nanoTime) {
        requireAddresses("hotkey", Set.of(policy.hotkey()));
        requireAddresses("allow", policy.allow());
        requireAddresses("deny", policy.deny());
        metagraph = new MetagraphFile(policy.metagraphFile(), nanoTime);
        nonceStore = new NonceStore(policy.nonceFile(), epochNanos);
        clockSkew = new ClockSkew(epochNanos);
        authenticator = new ValidatorAuthenticator(
                policy.hotkey(),
                new ValidatorAuthorizer(metagraph, policy.minStake(), policy.allow(), policy.deny()),
                new ReplayGuard(epochNanos, nonceStore, clockSkew),
                new AddressRateLimiter(new RateLimiter("address", policy.requestsPerAddress(), nanoTime)),
                new RateLimiter("hotkey", policy.requestsPerHotkey(), nanoTime));
    }

    /** Rejects malformed addresses, because a typo in the deny list would otherwise be ignored silently. */
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
     * The operator's access policy.
     *
     * @param hotkey own hotkey, an ss58 address
     * @param metagraphFile the operator's copy of the metagraph, the chain's list of the subnet's miners and validators
     * @param nonceFile file that keeps used nonces over restarts
     * @param minStake minimum stake of a validator, in the unit of the metagraph file
     * @param allow hotkeys accepted regardless of the metagraph
     * @param deny hotkeys always rejected
     * @param requestsPerAddress requests per second from one IPv4 address or IPv6 /64, four times as many from a /48; 0 means no limit
     * @param requestsPerHotkey verified requests per second of one hotkey; 0 means no limit
     */
    public record Policy(
            String hotkey,
            Path metagraphFile,
            Path nonceFile,
            double minStake,
            Set<String> allow,
            Set<String> deny,
            double requestsPerAddress,
            double requestsPerHotkey) {}

    /** Returns the authenticator that enforces the policy. */
    public Authenticator authenticator() {
        return authenticator;
    }

    /** Returns the current problems for the operator, one line each. */
    public List<String> problems() {
        return Stream.of(metagraph.problem(), nonceStore.problem(), clockSkew.problem())
                .flatMap(Optional::stream)
                .toList();
    }
}
