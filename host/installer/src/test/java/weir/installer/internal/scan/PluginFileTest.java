package weir.installer.internal.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.installer.PluginStatus;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.PluginRejectedException.Retry;

class PluginFileTest {

    private static final FileStamp CONTENT = stamp(1);
    private static final FileStamp OTHER_CONTENT = stamp(2);
    private static final long SETTLE_TIME = PluginFile.SETTLE_TIME.toNanos();
    private static final long REMOVAL_TIME = PluginFile.REMOVAL_DELAY.toNanos();

    private final PluginFile file = new PluginFile("a.jar", Duration.ofSeconds(5), 0);
    private long now = 0;

    @Test
    void fileIsDueWhenItHasNotChangedForTheSettleTime() {
        file.observe(CONTENT, 0);
        assertEquals(
                new PluginStatus("a.jar", Optional.empty(), PluginStatus.State.WAITING, "it is still being written"),
                file.status());
        file.observe(OTHER_CONTENT, SETTLE_TIME - 1);
        assertEquals(SETTLE_TIME - 1, file.nanosUntilDue(SETTLE_TIME));
        assertFalse(file.isDue(2 * SETTLE_TIME - 2));
        assertTrue(file.isDue(2 * SETTLE_TIME - 1));
    }

    @Test
    void missingFileIsRemovedAfterTheRemovalTimeUnlessItComesBack() {
        settle(CONTENT);
        file.startDeployment(now);
        file.observe(FileStamp.MISSING, now);
        assertFalse(file.isRemoved(now + REMOVAL_TIME - 1));
        assertTrue(file.isRemoved(now + REMOVAL_TIME));
        file.observe(CONTENT, now + 1);
        assertFalse(file.isRemoved(now + REMOVAL_TIME));
        assertEquals(Long.MAX_VALUE, file.nanosUntilDue(now + REMOVAL_TIME));
    }

    @Test
    void slowStartIsRetriedFiveTimesWithIncreasingDelayForEachContent() {
        settle(CONTENT);
        for (long delay : List.of(5, 10, 20, 40, 80)) {
            reject(Retry.AFTER_DELAY);
            assertTrue(message().endsWith("; trying again in " + delay + " s"), this::message);
            assertDueAfter(seconds(delay));
        }
        reject(Retry.AFTER_DELAY);
        assertTrue(message().contains("; giving up: "), this::message);
        assertTrue(message().endsWith("copy the file again"), this::message);
        assertFalse(file.isDue(now + seconds(100_000)));

        settle(OTHER_CONTENT);
        reject(Retry.AFTER_DELAY);
        assertTrue(message().endsWith("; trying again in 5 s"), this::message);
    }

    @Test
    void permanentRejectionLastsUntilTheFileChanges() {
        settle(CONTENT);
        reject(Retry.WHEN_FILE_CHANGES);
        file.otherPluginsChanged(now);
        assertFalse(file.isDue(now + seconds(100_000)));
        settle(OTHER_CONTENT);
        assertTrue(file.isDue(now));
    }

    @Test
    void rejectionBecauseOfOtherPluginsLastsUntilTheyChange() {
        settle(CONTENT);
        reject(Retry.WHEN_OTHER_PLUGINS_CHANGE);
        assertFalse(file.isDue(now + seconds(100_000)));
        file.otherPluginsChanged(now);
        assertTrue(file.isDue(now));
    }

    @Test
    void unreadableFileIsRetriedEveryFiveSecondsWithoutLimit() {
        settle(CONTENT);
        for (int i = 0; i < 10; i++) {
            file.startDeployment(now);
            file.postpone(new IOException("No space left on device"), now);
            assertEquals(
                    "it cannot be deployed now: No space left on device; check its permissions and the free disk space; trying again every 5 s",
                    message());
            assertDueAfter(seconds(5));
        }
    }

    @Test
    void pluginThatOtherCodeStopsIsDeployedAgainButNotMoreOftenThanTheRetryDelay() {
        settle(CONTENT);
        file.startDeployment(now);
        file.pluginStopped(now);
        file.pluginStopped(now + 1);
        assertDueAfter(seconds(5));
        file.startDeployment(now);
        now += seconds(60);
        file.pluginStopped(now);
        assertTrue(file.isDue(now));
    }

    @Test
    void stoppedPluginIsNotDeployedAgainAfterTheLastRetryUntilTheFileChanges() {
        settle(CONTENT);
        for (long delay : List.of(5, 10, 20, 40, 80)) {
            reject(Retry.AFTER_DELAY);
            now += seconds(delay);
        }
        reject(Retry.AFTER_DELAY);
        file.pluginStopped(now);
        assertFalse(file.isDue(now + seconds(100_000)));
        settle(OTHER_CONTENT);
        file.startDeployment(now);
        file.pluginStopped(now);
        assertDueAfter(seconds(5));
    }

    private void settle(FileStamp content) {
        file.observe(content, now);
        now += SETTLE_TIME;
        assertTrue(file.isDue(now));
    }

    private void reject(Retry retry) {
        file.startDeployment(now);
        file.reject(new PluginRejectedException("it is slow", "make it faster", retry), now);
    }

    private void assertDueAfter(long delay) {
        assertEquals(delay, file.nanosUntilDue(now));
        assertFalse(file.isDue(now + delay - 1));
        now += delay;
        assertTrue(file.isDue(now));
    }

    private String message() {
        return file.status().message();
    }

    private static FileStamp stamp(long size) {
        return new FileStamp(Map.of("size", size));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
