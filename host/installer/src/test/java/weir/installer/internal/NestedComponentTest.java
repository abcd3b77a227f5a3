package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.base.Sha256;
import weir.installer.HostHarness;
import weir.installer.HostTest;
import weir.installer.PluginStatus;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;
import weir.isolation.Level;

/** {@link NestedComponentJar} in a host, as a file of the operator and as the file of a publisher. */
class NestedComponentTest extends HostTest {

    @BeforeEach
    void clearProperty() {
        System.clearProperty(NestedComponentJar.PROPERTY);
    }

    @ParameterizedTest
    @EnumSource(
            value = Level.class,
            names = {"HOST", "FENCED"})
    void nestedComponentIsRejectedAndDoesNotRun(Level level) throws Exception {
        Path jar = NestedComponentJar.writeTo(home.resolve("built.jar"));
        if (level == Level.FENCED) {
            String hash = Sha256.of(jar);
            new ProvenanceFiles(home.resolve("data"))
                    .write(new Provenance(hash, "my.nested", "1.0.0", "5F", "lp", 1, "ab", Set.of(), Instant.EPOCH));
        }
        HostHarness.copyAtomically(jar, plugin("nested.jar"));
        host.awaitState("nested.jar", PluginStatus.State.REJECTED);
        String message = host.status("nested.jar").message();
        assertTrue(message.contains("has the element scr:component inside the element implementation"), message);
        assertEquals(List.of(), host.pluginBundles());
        assertNull(System.getProperty(NestedComponentJar.PROPERTY));
    }
}
