package weir.doctor.internal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.doctor.Check;
import weir.doctor.Check.Status;
import weir.installer.trust.Isolation;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.isolation.Level;
import weir.launcher.Home;

class IsolationChecksTest {

    private static final Trust.Publisher ALICE = publisher("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", "alice");
    private static final Trust.Publisher BOB = publisher("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "bob");

    private static Trust.Publisher publisher(String ss58, String alias) {
        return new Trust.Publisher(ss58, alias, Optional.empty(), Optional.empty(), List.of());
    }

    @Test
    void machineWithoutAFenceIsAWarningWithTheReasonAndTheRemedy() {
        assertEquals(Status.OK, IsolationChecks.fence(Optional::empty).status());
        Check check = IsolationChecks.fence(() -> Optional.of("the kernel has no Landlock"));
        assertEquals(Status.WARNING, check.status());
        assertTrue(check.message().endsWith("so they are rejected: the kernel has no Landlock"), check.message());
        assertTrue(check.remedy().contains("weir trust isolate"), check.remedy());
    }

    @Test
    void commandOfAPublisherIsTriedAndItsFailureIsAWarning(@TempDir Path folder) {
        Home home = new Home(folder);
        assertEquals(List.of(), IsolationChecks.externals(home, placement -> Optional.of("not tried")));
        new TrustFile(folder.resolve("conf"), home.data(), InstantSource.system())
                .update("trust alice and bob", trust -> trust.with(
                                ALICE.withIsolation(new Isolation(Level.EXTERNAL, List.of("/usr/bin/docker", "run"))))
                        .with(BOB));
        Check good =
                IsolationChecks.externals(home, placement -> Optional.empty()).get(0);
        assertEquals(Status.OK, good.status());
        assertEquals("the command of publisher alice (/usr/bin/docker run) starts child processes", good.message());
        List<Check> bad = IsolationChecks.externals(home, placement -> Optional.of("no image"));
        assertEquals(1, bad.size());
        assertEquals(Status.WARNING, bad.get(0).status());
        assertTrue(bad.get(0).message().endsWith("do not start: no image"), bad.get(0)::message);
    }

    @Test
    void fenceThatCannotBeTriedIsUnchecked() {
        Check check = IsolationChecks.fence(() -> {
            throw new IOException("no space left");
        });
        assertEquals(Status.UNCHECKED, check.status());
        assertTrue(check.message().contains("no space left"), check.message());
    }
}
