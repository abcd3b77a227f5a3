package weir.doctor.internal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.doctor.Check;
import weir.doctor.Check.Status;
import weir.launcher.Home;

class MachineChecksTest {

    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    private static Status java(String version) {
        return MachineChecks.java(Runtime.Version.parse(version), "vendor").status();
    }

    private Status disk(long mib) {
        return MachineChecks.disk(new Home(folder), mib * MIB).status();
    }

    @Test
    void javaOlderThan17IsAFault() {
        assertEquals(Status.FAULT, java("16.0.2"));
        assertEquals(Status.OK, java("17"));
        assertEquals(Status.OK, java("25.0.1+8"));
    }

    @Test
    void littleDiskSpaceIsAWarningAndHardlyAnyIsAFault() {
        assertEquals(Status.FAULT, disk(127));
        assertEquals(Status.WARNING, disk(128));
        assertEquals(Status.WARNING, disk(1023));
        assertEquals(Status.OK, disk(1024));
    }

    @Test
    void stateOfANewerVersionIsAFault() throws Exception {
        Home home = new Home(folder);
        assertEquals(Status.OK, MachineChecks.state(home).status());
        Files.createDirectories(home.data());
        Files.writeString(home.data().resolve("formats"), "rounds/=99\nweir=9.0.0\n");
        Check check = MachineChecks.state(home);
        assertEquals(Status.FAULT, check.status());
        assertTrue(check.message().contains(home.data().resolve("rounds") + " has format 99"), check.message());
        assertTrue(check.remedy().contains("Run Weir 9.0.0 or newer"), check.remedy());
    }

    @Test
    void diskOfAHomeThatDoesNotExistYetIsChecked() {
        Check check = MachineChecks.disk(new Home(folder.resolve("new/home")));
        assertTrue(check.message().contains("free for " + folder.resolve("new/home")), check.message());
    }

    @Test
    void homeThatCannotBeWrittenIsAFault() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        assertTrue(data.toFile().setWritable(false));
        org.junit.jupiter.api.Assumptions.assumeFalse(Files.isWritable(data), "this user can write everything");
        Check check = MachineChecks.disk(new Home(folder));
        assertEquals(Status.FAULT, check.status());
        assertTrue(check.message().contains(data.toString()), check.message());
    }

    @Test
    void clockMayDifferFromTheNewestBlockByAFewBlocks() {
        for (int seconds : new int[] {-4, 0, 12, 36}) {
            assertEquals(
                    Status.OK, MachineChecks.clock(Duration.ofSeconds(seconds)).status(), "" + seconds);
        }
        Check behind = MachineChecks.clock(Duration.ofSeconds(-5));
        assertEquals(Status.FAULT, behind.status());
        assertTrue(behind.message().contains("5 s behind"), behind.message());
        Check ahead = MachineChecks.clock(Duration.ofSeconds(37));
        assertEquals(Status.FAULT, ahead.status());
        assertTrue(ahead.message().contains("37 s ahead"), ahead.message());
        assertFalse(ahead.remedy().isEmpty());
    }
}
