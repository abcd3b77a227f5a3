package weir.installer.internal.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import weir.installer.HostTest;
import weir.installer.PluginStatus;
import weir.installer.internal.NestedComponentJar;
import weir.isolation.Level;
import weir.isolation.Placement;

/** The generated bundle of a JAR that no verification has seen. */
class ProxyBundleTest extends HostTest {

    private static final Placement FENCED = new Placement("5F", "alice", Level.FENCED, List.of());

    private byte[] generated;

    @BeforeEach
    void generate() throws Exception {
        System.clearProperty(NestedComponentJar.PROPERTY);
        Path jar = NestedComponentJar.writeTo(home.resolve("built.jar"));
        generated = ProxyBundle.of(jar, "ab", FENCED).content();
    }

    @Test
    void onlyKnownEntriesAndValuesAreInTheGeneratedBundle() throws Exception {
        Map<String, String> entries = new TreeMap<>();
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(generated))) {
            assertEquals(
                    "OSGI-INF/component1.xml",
                    jar.getManifest().getMainAttributes().getValue("Service-Component"));
            for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                entries.put(entry.getName(), new String(jar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertEquals(
                Set.of("OSGI-INF/component1.xml", "OSGI-INF/metatype/outer.xml", "WEIR-INF/components.properties"),
                entries.keySet());
        assertEquals(
                """
                <scr:component activate="activate" configuration-pid="outer" configuration-policy="require"\
                 name="my.Outer" xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0">\
                <property name="service.imported" type="Boolean" value="true"/>\
                <property name="strategy.name" value="outer"/>\
                <property name="text" value="a &lt; &quot;b&quot;&#10;c"/>\
                <property name="numbers" type="Integer">
                    1
                    2
                  </property>\
                <service><provide interface="weir.strategy.RebalanceStrategy"/></service>\
                <implementation class="weir.isolation.proxy.StrategyProxy"/></scr:component>""",
                entries.get("OSGI-INF/component1.xml").replaceFirst("<\\?xml[^>]*\\?>", ""));
    }

    @Test
    void startOfTheGeneratedBundleRunsNoCodeOfTheJar() throws Exception {
        Files.writeString(plugin("broken.jar"), "no JAR"); // after it, the installer leaves unknown bundles alone
        host.awaitState("broken.jar", PluginStatus.State.REJECTED);
        Bundle bundle = host.context().installBundle("weir:ab", new ByteArrayInputStream(generated));
        bundle.start();
        assertEquals(Bundle.ACTIVE, bundle.getState());
        assertNotNull(bundle.loadClass("weir.isolation.proxy.StrategyProxy"));
        assertNull(System.getProperty(NestedComponentJar.PROPERTY));
        assertNull(bundle.findEntries("/", "*.class", true));
    }
}
