package weir.installer.internal.scan;

import static weir.installer.internal.deploy.PluginDeployment.seconds;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.installer.PluginStatus;
import weir.installer.PluginStatus.State;
import weir.installer.internal.deploy.DeployedPlugin;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.PluginRejectedException.Retry;

/**
 * Life cycle of one file name in the plugins directory. All transitions are made here:
 *
 * <pre>
 * WAITING → INSTALLED | REJECTED | WAITING (to be retried); each → WAITING when the content of the file changes
 * </pre>
 *
 * <p>Times are values of a monotonic clock in nanoseconds. Not thread-safe.
 */
public final class PluginFile {

    /** A file is complete when it has not changed for this long. */
    static final Duration SETTLE_TIME = Duration.ofMillis(150);

    /** A missing file counts as removed after this time. Longer than the settle time, so that a renamed file is deployed first. */
    static final Duration REMOVAL_TIME = Duration.ofMillis(300);

    /** A start that hangs leaves a thread behind, so the attempts are limited. The delay doubles each time. */
    private static final int MAX_DELAYED_RETRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(PluginFile.class);

    private final String name;
    private final Duration retryDelay;

    private FileStamp stamp = FileStamp.MISSING;
    private long stampedAt;
    /** Stamp of the content that the state is about. */
    private FileStamp evaluated = FileStamp.MISSING;

    private String contentHash = "";
    private Optional<DeployedPlugin> deployed = Optional.empty();
    private State state = State.WAITING;
    private String message = "";
    private Retry retry = Retry.WHEN_FILE_CHANGES;
    private OptionalLong retryAt = OptionalLong.empty();
    private int delayedRetries;

    /** @param retryDelay time until a file that could not be read, or that did not start in time, is tried again */
    public PluginFile(String name, Duration retryDelay, long time) {
        this.name = name;
        this.retryDelay = retryDelay;
        this.stampedAt = time;
    }

    public String name() {
        return name;
    }

    /** The plugin that is deployed from this file name; it may be older than the current content. */
    public Optional<DeployedPlugin> deployed() {
        return deployed;
    }

    public boolean isDeployed(DeployedPlugin plugin) {
        return deployed.filter(own -> own.bundle().equals(plugin.bundle())).isPresent();
    }

    /** Whether the plugin is deployed from this file, or has the content of this file though the file was rejected. */
    public boolean isHolding(DeployedPlugin plugin) {
        return isDeployed(plugin) || contentHash.equals(plugin.hash());
    }

    public boolean exists() {
        return !stamp.equals(FileStamp.MISSING);
    }

    private boolean isChanged() {
        return !stamp.equals(evaluated);
    }

    /** Whether the file is missing for long enough to count as removed. */
    public boolean isRemoved(long time) {
        return !exists() && delay(time) <= 0;
    }

    /** Whether the current content is complete and is to be deployed. */
    public boolean isDue(long time) {
        return exists() && delay(time) <= 0;
    }

    /** Nanoseconds until the file is due or removed, if nothing happens to it; {@link Long#MAX_VALUE} for never. */
    public long delay(long time) {
        if (!exists()) {
            return REMOVAL_TIME.toNanos() - (time - stampedAt);
        }
        long settled = SETTLE_TIME.toNanos() - (time - stampedAt);
        if (isChanged()) {
            return settled;
        }
        return retryAt.isPresent() ? Math.max(settled, retryAt.getAsLong() - time) : Long.MAX_VALUE;
    }

    /** Records the file as it is now. */
    public void observe(FileStamp current, long time) {
        if (!current.equals(stamp)) {
            stamp = current;
            stampedAt = time;
        }
        boolean isRestored = deployed.isPresent() && evaluated.equals(FileStamp.MISSING);
        if (exists() && isChanged() && !isDue(time) && !isRestored) {
            state = State.WAITING;
            message = "it is still being written";
        }
    }

    /** The current content is about to be deployed. */
    public void deploying() {
        if (isChanged()) {
            delayedRetries = 0;
        }
        evaluated = stamp;
        retry = Retry.WHEN_FILE_CHANGES;
        retryAt = OptionalLong.empty();
    }

    /** The file was found to have this content, whether or not it can be deployed. */
    public void contentIs(String hash) {
        contentHash = hash;
    }

    /** @param warning problem of the deployed plugin; empty if there is none */
    public void deployed(DeployedPlugin plugin, String warning) {
        if (!deployed.equals(Optional.of(plugin))) {
            LOG.info("{}: {} is installed{}", name, plugin.identity(), warning.isEmpty() ? "" : ", but " + warning);
        }
        deployed = Optional.of(plugin);
        state = State.INSTALLED;
        message = warning;
    }

    /** Replaces the warning of a deployed plugin, which may be out of date. */
    public void updateWarning(Function<DeployedPlugin, String> warning) {
        if (state == State.INSTALLED && !message.isEmpty()) {
            message = deployed.map(warning).orElse(message);
        }
    }

    public void rejected(PluginRejectedException rejection, long time) {
        retry = rejection.retry();
        String next = "";
        if (retry == Retry.AFTER_DELAY && delayedRetries == MAX_DELAYED_RETRIES) {
            next = "; giving up: fix the cause or wait until the machine is less busy, then copy the file again";
        } else if (retry == Retry.AFTER_DELAY) {
            Duration delay = retryDelay.multipliedBy(1L << delayedRetries++);
            retryAt = OptionalLong.of(time + delay.toNanos());
            next = "; trying again in " + seconds(delay);
        }
        report(State.REJECTED, "rejected", rejection.getMessage() + next);
        LOG.debug("{}: rejected", name, rejection);
    }

    /** The file could not be read or copied. The cause is not the file, so it is retried without limit. */
    public void postponed(Throwable cause, long time) {
        retryAt = OptionalLong.of(time + retryDelay.toNanos());
        report(
                State.WAITING,
                "postponed",
                "it cannot be read or copied (" + cause + "); trying again every " + seconds(retryDelay));
    }

    /** Another file was deployed or removed, so that a rejection because of other plugins may be out of date. */
    public void otherPluginsChanged(long time) {
        if (retry == Retry.WHEN_OTHER_PLUGINS_CHANGE) {
            retryAt = OptionalLong.of(time);
        }
    }

    public PluginStatus status() {
        return new PluginStatus(name, deployed.map(DeployedPlugin::identity), state, message);
    }

    private void report(State newState, String result, String problem) {
        String newMessage = deployed.map(plugin -> problem + "; " + plugin.identity() + " stays installed")
                .orElse(problem);
        if (state != newState || !message.equals(newMessage)) {
            LOG.warn("{}: {}: {}", name, result, newMessage);
        }
        state = newState;
        message = newMessage;
    }
}
