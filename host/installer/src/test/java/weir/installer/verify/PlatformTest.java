package weir.installer.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class PlatformTest {

    @Test
    void packagesAreReadFromTheManifestsOfHostBundles() {
        UnaryOperator<String> one = Map.of(
                "Export-Package",
                "a;b;version=\"1.2.0\";uses:=\"c,d\",e",
                "Import-Package",
                "c;resolution:=optional",
                "Bundle-SymbolicName",
                "my.host;singleton:=true")::get;
        UnaryOperator<String> other = Map.of("Export-Package", "a;version=1.10.0")::get;
        Platform platform = Platform.of(List.of(one, other));
        assertEquals(
                Map.of("a", new Version("1.10.0"), "b", new Version("1.2.0"), "e", Version.emptyVersion),
                platform.exported());
        assertEquals(Set.of("c"), platform.imported());
        assertEquals(Set.of("my.host", "system.bundle"), platform.bundles());
        assertTrue(platform.contains("c"));
        assertTrue(platform.contains("javax.crypto"));
        assertFalse(platform.contains("d"));
    }
}
