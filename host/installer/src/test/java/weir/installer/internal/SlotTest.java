package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a file is judged again, by a clock of the test's own. */
class SlotTest {

    private static final long SETTLED = PluginsFolder.SETTLES.toNanos();

    private final Slot slot = new Slot("a.jar");
    private final PluginsFolder.Sighting file = sighting(1);

    @Test
    void aStartThatTakesTooLongIsTriedFiveTimesMoreAndEachFileAnew() {
        long now = SETTLED;
        for (long pause : List.of(5, 10, 20, 40, 80)) {
            judge(file, Refusal.Until.LATER, now);
            assertTrue(said().endsWith("; trying again in " + pause + " s"), this::said);
            assertFalse(slot.isDue(file, now + seconds(pause) - 1));
            now += seconds(pause);
            assertTrue(slot.isDue(file, now));
        }
        judge(file, Refusal.Until.LATER, now);
        assertTrue(said().contains("; given up: copy the file anew"), this::said);
        assertFalse(slot.isDue(file, now + seconds(100_000)));

        PluginsFolder.Sighting other = sighting(2);
        assertTrue(slot.isDue(other, now));
        judge(other, Refusal.Until.LATER, now);
        assertTrue(said().endsWith("; trying again in 5 s"), this::said);
    }

    @Test
    void whatIsRefusedForGoodWaitsForAnotherFile() {
        judge(file, Refusal.Until.FILE_CHANGES, SETTLED);
        slot.othersChanged(SETTLED);
        assertFalse(slot.isDue(file, SETTLED + seconds(100_000)));
        assertTrue(slot.isDue(sighting(2), SETTLED));
    }

    @Test
    void whatIsRefusedForOthersWaitsForThem() {
        judge(file, Refusal.Until.OTHERS_CHANGE, SETTLED);
        assertFalse(slot.isDue(file, SETTLED + seconds(100_000)));
        slot.othersChanged(SETTLED);
        assertTrue(slot.isDue(file, SETTLED));
    }

    @Test
    void whatCannotBeReadIsTriedEveryFiveSecondsWithoutEnd() {
        long now = SETTLED;
        for (int i = 0; i < 10; i++) {
            slot.judging(file);
            slot.postponed(new IOException("No space left on device"), now);
            assertEquals(
                    "it cannot be read or copied now (java.io.IOException: No space left on device);"
                            + " trying again every 5 s",
                    said());
            assertFalse(slot.isDue(file, now + seconds(5) - 1));
            now += seconds(5);
            assertTrue(slot.isDue(file, now));
        }
    }

    private void judge(PluginsFolder.Sighting seen, Refusal.Until until, long now) {
        assertTrue(slot.isDue(seen, now));
        slot.judging(seen);
        slot.refused(new Refusal("it is slow", until, null), now);
    }

    private String said() {
        return slot.status().message();
    }

    private static PluginsFolder.Sighting sighting(long size) {
        return new PluginsFolder.Sighting(new PluginsFolder.Stamp(size, FileTime.fromMillis(0), ""), 0);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
