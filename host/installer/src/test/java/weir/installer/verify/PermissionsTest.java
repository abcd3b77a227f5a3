package weir.installer.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Comparison of the declared permissions with those in use. */
class PermissionsTest {

    @Test
    void undeclaredPermissionsAreNamedWithTheirUse() {
        Permissions permissions = new Permissions(
                Set.of(Permission.THREADS, Permission.CLOCK),
                Map.of(Permission.THREADS, "a.class uses b", Permission.NETWORK, "c.class uses d"));
        assertEquals(Set.of(Permission.NETWORK), permissions.undeclared());
        assertEquals("network (c.class uses d)", permissions.describeUndeclared());
        assertFalse(permissions.isPure());
        assertEquals("threads,clock", Permissions.names(permissions.declared()));
        assertEquals("pure", Permissions.names(Set.of()));
    }
}
