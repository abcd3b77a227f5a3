package weir.installer.internal.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;
import weir.installer.BundleIdentity;
import weir.installer.verify.Platform;
import weir.installer.verify.PluginRejectedException;

class ManifestPolicyTest {

    private static final ManifestPolicy POLICY = new ManifestPolicy(new Platform(
            Map.of(
                    "weir.strategy",
                    new Version("1.0.0"),
                    "weir.uniswap.v3",
                    new Version("1.0.0"),
                    "weir.router",
                    new Version("1.0.0"),
                    "com.google.gson",
                    new Version("2.15.0")),
            Set.of("javax.mail.optional"),
            Set.of("weir.router")));

    @Test
    void strategyBuiltAsInTheGuideIsAccepted() throws PluginRejectedException {
        Manifest manifest = manifest();
        header(
                manifest,
                "Import-Package",
                "weir.strategy;version=\"[1.0,2)\",weir.uniswap.v3;version=\"[1.0,2)\",org.slf4j;version=\"[2.0,3)\","
                        + "org.osgi.service.component.annotations,java.util,javax.crypto,my.strategy.math,other.plugin");
        header(manifest, "Bundle-ClassPath", ".");
        header(manifest, "Service-Component", "OSGI-INF/my.MyStrategy.xml");
        header(
                manifest,
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.5.0)(!(version>=2.0.0)))\","
                        + "osgi.extender;filter:=\"(osgi.extender=osgi.metatype)\",osgi.ee;filter:=\"(osgi.ee=JavaSE)\","
                        + "osgi.service;filter:=\"(objectClass=x)\";effective:=active,"
                        + "weir.permission;effective:=meta;weir.permission:List<String>=\"threads, files\",weir.strategy");
        header(
                manifest,
                "Provide-Capability",
                "osgi.service;objectClass:List<String>=\"weir.strategy.RebalanceStrategy\"");
        header(manifest, "Export-Package", "my.strategy.math;version=1.0.0;uses:=\"weir.strategy,my.strategy\"");
        assertEquals(
                new BundleIdentity("my.strategy", new Version("1.2.3")),
                POLICY.verify(manifest.getMainAttributes(), Set.of("my.strategy")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock =
                    """
            Bundle-ManifestVersion | -                             | it is a plain JAR
            Bundle-ManifestVersion | 1                             | it is a plain JAR
            Bundle-SymbolicName    | -                             | no valid Bundle-SymbolicName; add one
            Bundle-SymbolicName    | my strategy                   | no valid Bundle-SymbolicName; add one
            Bundle-SymbolicName    | weir.router;singleton:=true   | its Bundle-SymbolicName weir.router is the name of a bundle of the host; give it another
            Bundle-Version         | -                             | its manifest has no Bundle-Version; write it like 1.0.0
            Bundle-Version         | 1.0-beta                      | its Bundle-Version '1.0-beta' is not a valid version; write it like 1.0.0 or 1.0.0.SNAPSHOT
            Fragment-Host          | weir.router                   | it is a fragment (Fragment-Host); make it a bundle
            Require-Bundle         | system.bundle                 | it requires bundles (Require-Bundle); import packages
            DynamicImport-Package  | *                             | it imports dynamically
            Bundle-NativeCode      | lib/x.so                      | it contains native code
            Bundle-Activator       | my.Activator                  | it has an activator
            Bundle-ClassPath       | .,lib/library.jar             | it has classes in lib/library.jar (Bundle-ClassPath)
            Bundle-ClassPath       | classes                       | it has classes in classes (Bundle-ClassPath)
            Export-Package         | weir.strategy                 | it exports weir.strategy, which belongs to the platform
            Export-Package         | java.evil                     | it exports java.evil, which belongs to the platform
            Export-Package         | org.osgi.framework            | it exports org.osgi.framework, which belongs
            Export-Package         | jakarta.servlet               | it exports jakarta.servlet, which belongs
            Export-Package         | my.api;com.google.gson;version=2 | it exports com.google.gson, which belongs
            Export-Package         | javax.mail.optional           | it exports javax.mail.optional, which belongs
            Export-Package         | javax.crypto                  | it exports javax.crypto, which belongs
            Import-Package         | weir.router                   | it imports weir.router, which plugins must not see
            Import-Package         | org.osgi.service.component.runtime | it imports org.osgi.service.component.runtime, which plugins must not see
            Import-Package         | org.osgi.framework            | it imports org.osgi.framework, which plugins must not see
            Import-Package         | com.google.gson;resolution:=optional | it imports com.google.gson, which plugins must not see
            Import-Package         | weir.strategy;version="[2.0,3.0)" | it requires weir.strategy [2.0,3.0) and this host provides 1.0.0
            Import-Package         | weir.strategy;version="[x"    | has the invalid version range '[x'
            Import-Package         | a;b=1;c                       | header Import-Package is malformed
            Meta-Persistence       | META-INF/persistence.xml      | has the header Meta-Persistence, which plugins must not have
            Bundle-Configurations  | OSGI-INF/configurator         | has the header Bundle-Configurations
            ExtensionBundle-Activator | my.Activator               | has the header ExtensionBundle-Activator
            Provide-Capability     | osgi.extender;osgi.extender=osgi.component | it provides a capability of the namespace osgi.extender
            Require-Capability     | osgi.implementation;filter:="(osgi.implementation=osgi.http)" | it requires a capability of the namespace osgi.implementation
            Require-Capability     | osgi.extender;filter:="(osgi.extender=osgi.configurator)" | it requires the extender (osgi.extender=osgi.configurator)
            Require-Capability     | osgi.extender;filter:="(osgi.extender=osgi.configurator)";resolution:=optional;effective:=active | it requires the extender
            Require-Capability     | osgi.extender;filter:="(osgi.extender=*)" | it requires the extender (osgi.extender=*)
            Require-Capability     | osgi.extender                 | it requires the extender null
            Require-Capability     | osgi.wiring.bundle;filter:="(osgi.wiring.bundle=weir.router)" | it requires a capability of the namespace osgi.wiring.bundle
            Require-Capability     | `osgi.extender;filter:="(|(osgi.extender=osgi.component)(osgi.extender=osgi.configurator))";cardinality:=multiple` | it requires the extender
            """)
    void forbiddenHeaderIsRejectedWithRemedy(String header, String value, String words) {
        Manifest manifest = manifest();
        header(manifest, header, value);
        PluginRejectedException rejection = assertThrows(
                PluginRejectedException.class,
                () -> POLICY.verify(manifest.getMainAttributes(), Set.of("my.strategy")));
        assertTrue(rejection.getMessage().contains(words), rejection.getMessage());
        assertTrue(rejection.getMessage().contains(";"), "no remedy: " + rejection.getMessage());
    }

    /** A library that was merged without care brings a copy of the API, whose types are not those of the router. */
    @Test
    void copyOfTheApiIsRejectedUnlessItIsImported() throws PluginRejectedException {
        Manifest manifest = manifest();
        PluginRejectedException rejection = assertThrows(
                PluginRejectedException.class,
                () -> POLICY.verify(manifest.getMainAttributes(), Set.of("my", "weir.strategy")));
        assertEquals(
                "it contains a copy of the package weir.strategy and does not import it; leave the package out of the JAR"
                        + " (<scope>provided</scope>), and let bnd import it",
                rejection.getMessage());
        header(manifest, "Import-Package", "weir.strategy;version=\"[1.0,2)\"");
        POLICY.verify(manifest.getMainAttributes(), Set.of("my", "weir.strategy"));
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        header(manifest, "Manifest-Version", "1.0");
        header(manifest, "Bundle-ManifestVersion", "2");
        header(manifest, "Bundle-SymbolicName", "my.strategy;singleton:=true");
        header(manifest, "Bundle-Version", "1.2.3");
        return manifest;
    }

    private static void header(Manifest manifest, String name, String value) {
        Attributes main = manifest.getMainAttributes();
        if (value == null) {
            main.remove(new Attributes.Name(name));
        } else {
            main.putValue(name, value);
        }
    }
}
