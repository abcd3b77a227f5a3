package weir.installer.internal.scan;

import static weir.installer.internal.deploy.PluginDeployment.seconds;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.WeirException;
import weir.installer.PluginStatus;
import weir.installer.PluginStatus.State;
import weir.installer.internal.deploy.DeployedPlugin;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.PluginRejectedException.Retry;

/**
 * The state of one file name in the plugins directory:
 *
 * <pre>
 * WAITING → INSTALLED | REJECTED | WAITING (until a retry); each → WAITING when the content of the file changes
 * </pre>
 *
 * <p>Times are values of {@link System#nanoTime}. Not thread-safe.
 */
public final class PluginFile {

    /** A file is completely written when it has not changed for this long. */
    static final Duration SETTLE_TIME = Duration.ofMillis(150);

    /**
     * A file counts as removed when it has been missing for this long: longer than the settle time, so that a renamed file is deployed
     * first.
     */
    static final Duration REMOVAL_DELAY = Duration.ofMillis(300);

    /** Limits the attempts, because each start that hangs occupies a thread. Each attempt doubles the delay. */
    private static final int MAX_DELAYED_RETRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(PluginFile.class);

    private final String name;
    private final Duration retryDelay;

    private FileStamp stamp = FileStamp.MISSING;
    private long stampNanos;
    /** Stamp of the content that {@link #state} describes. */
    private FileStamp evaluatedStamp = FileStamp.MISSING;

    private long evaluatedNanos;

    private String contentHash = "";
    private Optional<DeployedPlugin> deployed = Optional.empty();
    private State state = State.WAITING;
    private String message = "";
    private String blockWarning = "";
    private Retry retry = Retry.WHEN_FILE_CHANGES;
    private OptionalLong retryNanos = OptionalLong.empty();
    private int delayedRetryCount;
    private boolean hasGivenUp;

    /** @param retryDelay delay before the next attempt with a file that could not be read or did not start in time */
    public PluginFile(String name, Duration retryDelay, long nowNanos) {
        this.name = name;
        this.retryDelay = retryDelay;
        this.stampNanos = nowNanos;
    }

    public String name() {
        return name;
    }

    /** The plugin that is deployed from this file. Its content may be older than the file's. */
    public Optional<DeployedPlugin> deployed() {
        return deployed;
    }

    public boolean isDeployed(DeployedPlugin plugin) {
        return deployed.filter(own -> own.bundle().equals(plugin.bundle())).isPresent();
    }

    /** Whether the plugin is deployed from this file, or has the same content as this file. */
    public boolean isHolding(DeployedPlugin plugin) {
        return isDeployed(plugin) || contentHash.equals(plugin.hash());
    }

    public boolean isRejected() {
        return state == State.REJECTED;
    }

    public boolean exists() {
        return !stamp.equals(FileStamp.MISSING);
    }

    private boolean isChanged() {
        return !stamp.equals(evaluatedStamp);
    }

    /** Whether the file has been missing for so long that it counts as removed. */
    public boolean isRemoved(long nowNanos) {
        return !exists() && nanosUntilDue(nowNanos) <= 0;
    }

    /** Whether the current content is complete and must be deployed. */
    public boolean isDue(long nowNanos) {
        return exists() && nanosUntilDue(nowNanos) <= 0;
    }

    /** Returns the nanoseconds until the file is due or removed if it does not change; {@link Long#MAX_VALUE} for never. */
    public long nanosUntilDue(long nowNanos) {
        if (!exists()) {
            return REMOVAL_DELAY.toNanos() - (nowNanos - stampNanos);
        }
        long nanosUntilSettled = SETTLE_TIME.toNanos() - (nowNanos - stampNanos);
        if (isChanged()) {
            return nanosUntilSettled;
        }
        return retryNanos.isPresent() ? Math.max(nanosUntilSettled, retryNanos.getAsLong() - nowNanos) : Long.MAX_VALUE;
    }

    /** Updates the state from the file's current stamp. */
    public void observe(FileStamp current, long nowNanos) {
        if (!current.equals(stamp)) {
            stamp = current;
            stampNanos = nowNanos;
        }
        boolean isRestored = deployed.isPresent() && evaluatedStamp.equals(FileStamp.MISSING);
        if (exists() && isChanged() && !isDue(nowNanos) && !isRestored) {
            state = State.WAITING;
            message = "it is still being written";
        }
    }

    /**
     * Called when the plugin of this file is not active any more, although the installer has not stopped it. The file is deployed again,
     * but not at once if its last deployment is recent, and not if the last retry of this content has failed.
     */
    public void pluginStopped(long nowNanos) {
        if (retryNanos.isEmpty() && !hasGivenUp) {
            retryNanos = OptionalLong.of(Math.max(nowNanos, evaluatedNanos + retryDelay.toNanos()));
            LOG.warn("{}: its bundle is stopped, but not by the installer; starting it again", name);
        }
    }

    /** Schedules another deployment of the current content, because its publisher's level may have changed. */
    public void deployAgain(long nowNanos) {
        retryNanos = OptionalLong.of(nowNanos);
    }

    /** Records that the deployed plugin is being removed, because it could not be deployed at its new level. */
    public void levelLost() {
        deployed = Optional.empty();
        blockWarning = "";
    }

    /** Called before the current content is deployed. */
    public void startDeployment(long nowNanos) {
        if (isChanged()) {
            delayedRetryCount = 0;
            hasGivenUp = false;
        }
        evaluatedStamp = stamp;
        evaluatedNanos = nowNanos;
        retry = Retry.WHEN_FILE_CHANGES;
        retryNanos = OptionalLong.empty();
    }

    /** Records the hash of the file's content, also if the content is rejected. */
    public void setContentHash(String hash) {
        contentHash = hash;
    }

    /** @param warning problem of the deployed plugin; empty if there is none */
    public void setDeployed(DeployedPlugin plugin, String warning) {
        if (!deployed.equals(Optional.of(plugin))) {
            LOG.info("{}: {} is installed{}", name, plugin.identity(), warning.isEmpty() ? "" : ", but " + warning);
        }
        deployed = Optional.of(plugin);
        state = State.INSTALLED;
        message = warning;
    }

    /** Replaces the warning of a deployed plugin, which may be outdated. */
    public void updateWarning(Function<DeployedPlugin, String> warning) {
        if (state == State.INSTALLED && !message.isEmpty()) {
            message = deployed.map(warning).orElse(message);
        }
    }

    /** @param warning why the deployed plugin is blocked although it stays; empty if it is not blocked */
    public void setBlockWarning(String warning) {
        if (!warning.isEmpty() && !warning.equals(blockWarning)) {
            LOG.warn("{}: {}", name, warning);
        }
        blockWarning = warning;
    }

    /** Records that the deployed plugin is blocked and being removed. The file stays, and is tried again when the blocklists change. */
    public void stop(PluginRejectedException rejection, long nowNanos) {
        levelLost();
        reject(rejection, nowNanos);
    }

    public void reject(PluginRejectedException rejection, long nowNanos) {
        retry = rejection.retry();
        String next = "";
        if (retry == Retry.AFTER_DELAY && delayedRetryCount == MAX_DELAYED_RETRIES) {
            hasGivenUp = true;
            next = "; giving up: fix the cause or wait until the machine is less busy, then copy the file again";
        } else if (retry == Retry.AFTER_DELAY) {
            Duration delay = retryDelay.multipliedBy(1L << delayedRetryCount++);
            retryNanos = OptionalLong.of(nowNanos + delay.toNanos());
            next = "; trying again in " + seconds(delay);
        }
        report(State.REJECTED, "rejected", rejection.getMessage() + next);
        LOG.debug("{}: rejected", name, rejection);
    }

    /** Called if the file could not be read, copied or started for a reason that is not in the file. The number of attempts is unlimited. */
    public void postpone(Throwable cause, long nowNanos) {
        retryNanos = OptionalLong.of(nowNanos + retryDelay.toNanos());
        report(
                State.WAITING,
                "postponed",
                "it cannot be deployed now: " + WeirException.describe(cause)
                        + "; check its permissions and the free disk space; trying again every " + seconds(retryDelay));
    }

    /** Called after another file was deployed or removed. Retries a file that was rejected because of other plugins. */
    public void otherPluginsChanged(long nowNanos) {
        if (retry == Retry.WHEN_OTHER_PLUGINS_CHANGE) {
            retryNanos = OptionalLong.of(nowNanos);
        }
    }

    public PluginStatus status() {
        String text =
                blockWarning.isEmpty() || message.isEmpty() ? blockWarning + message : blockWarning + "; " + message;
        return new PluginStatus(name, deployed.map(DeployedPlugin::identity), state, text);
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
