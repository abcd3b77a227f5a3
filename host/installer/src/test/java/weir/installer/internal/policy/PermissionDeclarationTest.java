package weir.installer.internal.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.installer.verify.Permission;
import weir.installer.verify.PluginRejectedException;

class PermissionDeclarationTest {

    private static final String CLAUSE = "weir.permission;effective:=meta;weir.permission";

    @Test
    void declaredPermissionsAreReadInEachForm() throws PluginRejectedException {
        assertEquals(Set.of(), declared("osgi.ee;filter:=\"(osgi.ee=JavaSE)\""));
        assertEquals(Set.of(), declared(null));
        assertEquals(Set.of(), declared(CLAUSE + ":List<String>=\"pure\""));
        assertEquals(Set.of(Permission.THREADS), declared(CLAUSE + "=threads"));
        assertEquals(Set.of(Permission.THREADS), declared(CLAUSE + ":String=threads"));
        assertEquals(
                Set.of(Permission.THREADS, Permission.FILES, Permission.OTHER),
                declared(CLAUSE + ":List<String>=\"threads, files\"," + CLAUSE + ":List=\"other\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weir.permission;weir.permission=threads               | is not effective:=meta",
                "weir.permission;effective:=active;weir.permission=clock | is not effective:=meta",
                "weir.permission;effective:=meta                       | has no attribute",
                "weir.permission;effective:=meta;permission=clock      | has no attribute",
                "weir.permission;effective:=meta;weir.permission:Long=1 | has no attribute",
                "weir.permission;effective:=meta;weir.permission=Threads | names 'Threads', which is no permission",
                "weir.permission;effective:=meta;weir.permission=\"\" | names '', which is no permission",
                "weir.permission;effective:=meta;weir.permission:List<String>=\"clock,\" | names '', which is no permission",
                "weir.permission;effective:=meta;weir.permission:List<String>=\"pure,clock\" | names 'pure'"
            })
    void malformedDeclarationIsRejectedWithTheCorrectForm(String header, String problem) {
        PluginRejectedException rejection = assertThrows(PluginRejectedException.class, () -> declared(header));
        assertTrue(rejection.getMessage().contains(problem), rejection.getMessage());
        assertTrue(rejection.remedy().contains("weir.permission:List<String>=\"threads,files\""), rejection.remedy());
        assertTrue(rejection.remedy().contains("network, files, process"), rejection.remedy());
    }

    private static Set<Permission> declared(String header) throws PluginRejectedException {
        return CapabilityPolicy.permissions(ManifestHeader.clauses(header));
    }
}
