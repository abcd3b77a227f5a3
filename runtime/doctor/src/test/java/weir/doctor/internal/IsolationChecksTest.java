package weir.doctor.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.doctor.Check;
import weir.doctor.Check.Status;

class IsolationChecksTest {

    @Test
    void machineWithoutAFenceIsAWarningWithTheReasonAndTheRemedy() {
        assertEquals(Status.OK, IsolationChecks.fence(Optional::empty).status());
        Check check = IsolationChecks.fence(() -> Optional.of("the kernel has no Landlock"));
        assertEquals(Status.WARNING, check.status());
        assertTrue(check.message().endsWith("so they are rejected: the kernel has no Landlock"), check.message());
        assertTrue(check.remedy().contains("weir trust isolate"), check.remedy());
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
