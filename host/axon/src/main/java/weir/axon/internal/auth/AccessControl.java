package weir.axon.internal.auth;

import java.nio.file.Path;
import java.time.Duration;
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
import weir.axon.internal.metagraph.MetagraphFile;
import weir.axon.internal.metagraph.SubnetMetagraph;
import weir.chain.MetagraphService;
import weir.protocol.Ss58;
import weir.router.audit.RejectionEvent;

/**
 * Builds the authenticator that enforces the operator's access policy, and reports problems for the health check. Its own threads
 * read the metagraph file and report rejected requests, so that a hanging file system stops no request. Thread-safe.
 */
public final class AccessControl implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);
    private static final Duration METAGRAPH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);

    /** One thread for each of the two tasks, because a read of the metagraph may hang. */
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2, task -> {
        Thread thread = new Thread(task, "axon-access");
        thread.setDaemon(true);
        return thread;
    });

    private final Authenticator authenticator;
    private final MetagraphFile metagraphFile;
    private final SubnetMetagraph metagraph;
    private final NonceStore nonceStore;
    private final RejectionLog rejections;

    /**
     * @param epochNanos the wall clock, ns since the epoch
     * @param nanoTime a monotonic clock, ns
     * @param rejectionListener called for reports about rejected requests, on a request's thread or an own one
     * @throws IllegalArgumentException if a hotkey of the policy is not an ss58 address; the message contains it
     */
    public AccessControl(
            Policy policy, LongSupplier epochNanos, LongSupplier nanoTime, Consumer<RejectionEvent> rejectionListener) {
        this(policy, () -> null, epochNanos, nanoTime, rejectionListener);
    }

    /**
     * As the other constructor, with the chain's metagraph.
     *
     * @param chain returns {@code null} while the chain is not followed
     */
    public AccessControl(
            Policy policy,
            Supplier<MetagraphService> chain,
            LongSupplier epochNanos,
            LongSupplier nanoTime,
            Consumer<RejectionEvent> rejectionListener) {
        requireAddresses("hotkey", Set.of(policy.hotkey()));
        requireAddresses("allow", policy.allow());
        requireAddresses("deny", policy.deny());
        metagraphFile = new MetagraphFile(policy.metagraphFile(), policy.minStake(), nanoTime);
        metagraph = new SubnetMetagraph(metagraphFile, chain);
        nonceStore = new NonceStore(policy.nonceFile(), epochNanos);
        ValidatorAuthorizer authorizer =
                new ValidatorAuthorizer(metagraph, policy.minStake(), policy.allow(), policy.deny());
        rejections = new RejectionLog(authorizer::kindOf, epochNanos, nanoTime, rejectionListener);
        authenticator = new ValidatorAuthenticator(
                policy.hotkey(),
                authorizer,
                new ReplayGuard(epochNanos, nonceStore),
                new RateLimiter("address", policy.requestsPerAddress(), nanoTime),
                new RateLimiter("hotkey", policy.requestsPerHotkey(), nanoTime),
                rejections);
    }

    /** Starts to read the metagraph file each second, and to report rejected requests that were counted since the last report. */
    public void start() {
        schedule(METAGRAPH_INTERVAL, metagraphFile::refresh);
        schedule(REPORT_INTERVAL, rejections::reportDue);
    }

    private void schedule(Duration interval, Runnable task) {
        Runnable continued = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) { // otherwise, the task would not run again
                LOG.error("A periodic task of the access control failed", e);
            }
        };
        timer.scheduleWithFixedDelay(continued, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the threads, and reports the rejected requests that were not reported yet. */
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

    /** Adds the current problems, and the requests rejected within the last minutes, to the result of a health check. */
    public void report(FormattingResultLog log) {
        metagraph.problems().forEach(log::warn);
        nonceStore.problem().ifPresent(log::warn);
        rejections.report(log);
    }
}
