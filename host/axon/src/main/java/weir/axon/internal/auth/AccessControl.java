package weir.axon.internal.auth;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.felix.hc.api.FormattingResultLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.axon.internal.limit.RateLimiter;
import weir.chain.MetagraphService;
import weir.protocol.Ss58;
import weir.router.audit.RejectionEvent;

/**
 * Builds the authenticator that enforces the operator's access policy, and reports problems for the health check. Its own thread reports
 * rejected requests. Thread-safe.
 */
public final class AccessControl implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "axon-access");
        thread.setDaemon(true);
        return thread;
    });

    private final double minStake;
    private final ValidatorAuthorizer authorizer;
    private final Authenticator authenticator;
    private final NonceStore nonceStore;
    private final RejectionLog rejections;

    /**
     * @param chain returns the service with the metagraph; empty while there is none
     * @param epochNanos the wall clock, ns since the epoch
     * @param nanoTime a monotonic clock, ns
     * @param rejectionListener called for reports about rejected requests, on the thread of a request or on this object's own thread
     * @throws IllegalArgumentException if a hotkey of the policy is not an ss58 address; the message contains it
     */
    public AccessControl(
            Policy policy,
            Supplier<Optional<MetagraphService>> chain,
            LongSupplier epochNanos,
            LongSupplier nanoTime,
            Consumer<RejectionEvent> rejectionListener) {
        requireAddresses("hotkey", Set.of(policy.hotkey()));
        requireAddresses("allow", policy.allow());
        requireAddresses("deny", policy.deny());
        nonceStore = new NonceStore(policy.nonceFile(), epochNanos);
        minStake = policy.minStake();
        authorizer = new ValidatorAuthorizer(chain, minStake, policy.allow(), policy.deny());
        rejections = new RejectionLog(authorizer::kindOf, epochNanos, nanoTime, rejectionListener);
        authenticator = new ValidatorAuthenticator(
                policy.hotkey(),
                authorizer,
                new ReplayGuard(epochNanos, nonceStore),
                new RateLimiter("address", policy.requestsPerAddress(), nanoTime),
                new RateLimiter("hotkey", policy.requestsPerHotkey(), nanoTime),
                rejections);
    }

    /** Starts to report rejected requests that were counted since the last report. */
    public void start() {
        Runnable report = () -> {
            try {
                rejections.reportDue();
            } catch (RuntimeException | Error e) { // otherwise, the task would not run again
                LOG.error("Rejected requests could not be reported", e);
            }
        };
        long interval = REPORT_INTERVAL.toMillis();
        timer.scheduleWithFixedDelay(report, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** Ends the thread, and reports the rejected requests that were not reported yet. */
    @Override
    public void close() {
        timer.shutdownNow();
        rejections.reportAll();
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
     * @param nonceFile file that keeps used nonces over restarts
     * @param minStake minimum stake of a validator, in tokens
     * @param allow hotkeys accepted regardless of the metagraph
     * @param deny hotkeys always rejected
     * @param requestsPerAddress requests per second from one IPv4 address or IPv6 /64, four times as many from a /48; 0 means no limit
     * @param requestsPerHotkey verified requests per second of one hotkey; 0 means no limit
     */
    public record Policy(
            String hotkey,
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

    /** Adds the current problems, and the requests rejected within the last minutes, to the result of a health check. */
    public void report(FormattingResultLog log) {
        authorizer
                .permittedValidators()
                .ifPresent(count -> log.info(
                        "{} validators of the metagraph may send requests; the minimum stake is {} tokens",
                        count,
                        BigDecimal.valueOf(minStake).stripTrailingZeros().toPlainString()));
        nonceStore.problem().ifPresent(log::warn);
        rejections.describe(log);
    }
}
