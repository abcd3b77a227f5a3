package weir.installer.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.installer.PluginStatus;
import weir.installer.PluginStatus.State;

/** What is known of one file name of the plugins folder. Not thread-safe. */
final class Slot {

    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** Tries of a start that takes too long, each after twice the pause: one that hangs for good leaves a thread behind each time. */
    private static final int TRIES = 5;

    private final String file;
    private PluginsFolder.Stamp judged = PluginsFolder.Stamp.NONE;
    private Optional<Installed> installed = Optional.empty();
    private String content = "";
    private State state = State.WAITING;
    private String message = "";
    private Optional<Refusal.Until> until = Optional.empty();
    private long retryAt = Long.MAX_VALUE;
    private int retries;

    Slot(String file) {
        this.file = file;
    }

    Optional<Installed> installed() {
        return installed;
    }

    /** What the file was found to hold, whether or not it can be used. */
    void holds(String hash) {
        content = hash;
    }

    /** Whether it is this file's, which was refused, though another one brought it into service. */
    boolean isHolding(Installed one) {
        return content.equals(one.hash());
    }

    boolean isRunning(Installed one) {
        return installed.filter(own -> own.bundle().equals(one.bundle())).isPresent();
    }

    /** Whether the file, as it looks now, is to be taken through the sequence. */
    boolean isDue(PluginsFolder.Sighting seen, long now) {
        return seen.isSettled(now) && (!seen.stamp().equals(judged) || now - retryAt >= 0);
    }

    /** The file is another one than the one that was judged, and not complete yet. */
    void beingWritten(PluginsFolder.Sighting seen) {
        boolean missing = seen.stamp().equals(PluginsFolder.Stamp.NONE);
        boolean restored = installed.isPresent() && judged.equals(PluginsFolder.Stamp.NONE);
        if (!missing && !restored && !seen.stamp().equals(judged)) {
            state = State.WAITING;
            message = "it is still being written";
        }
    }

    void judging(PluginsFolder.Sighting seen) {
        if (!seen.stamp().equals(judged)) {
            retries = 0;
        }
        judged = seen.stamp();
        until = Optional.empty();
        retryAt = Long.MAX_VALUE;
    }

    void installed(Installed now, String note) {
        if (!installed.equals(Optional.of(now))) {
            LOG.info("{}: {} is installed{}", file, now.identity(), note.isEmpty() ? "" : ", but " + note);
        }
        installed = Optional.of(now);
        state = State.INSTALLED;
        message = note;
    }

    /** What its routes said when it was installed may be otherwise by now. */
    void reviewed(Function<Installed, String> note) {
        if (state == State.INSTALLED && !message.isEmpty()) {
            message = installed.map(note).orElse(message);
        }
    }

    void refused(Refusal refusal, long now) {
        until = Optional.of(refusal.until());
        String next = refusal.until() == Refusal.Until.LATER ? later(now) : "";
        say(State.REFUSED, "refused: ", refusal.getMessage() + next);
        LOG.debug("{}: refused", file, refusal);
    }

    private String later(long now) {
        if (retries == TRIES) {
            return "; given up: copy the file anew once that is mended, or the machine is less busy";
        }
        Duration pause = RETRY.multipliedBy(1L << retries++);
        retryAt = now + pause.toNanos();
        return "; trying again in " + pause.toSeconds() + " s";
    }

    /** Not the file's fault: it is tried again. */
    void postponed(Throwable e, long now) {
        retryAt = now + RETRY.toNanos();
        say(State.WAITING, "postponed: ", "it cannot be read or copied now (" + e + "); trying again every 5 s");
    }

    /** Another file came or went: what was refused for want or for excess of others gets another chance. */
    void othersChanged(long now) {
        if (until.equals(Optional.of(Refusal.Until.OTHERS_CHANGE))) {
            retryAt = now;
        }
    }

    PluginStatus status() {
        Optional<ManifestPolicy.Identity> identity = installed.map(Installed::identity);
        return new PluginStatus(
                file,
                identity.map(ManifestPolicy.Identity::name).orElse("-"),
                identity.map(one -> one.version().toString()).orElse("-"),
                state,
                message);
    }

    private void say(State now, String how, String why) {
        String whole = installed
                .map(one -> why + "; " + one.identity() + " stays installed")
                .orElse(why);
        if (state != now || !message.equals(whole)) {
            LOG.warn("{}: {}{}", file, how, whole);
        }
        state = now;
        message = whole;
    }
}
