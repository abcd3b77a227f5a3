package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;
import static weir.installer.PluginStatus.State.REJECTED;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import weir.fixtures.BundleBuilder;
import weir.fixtures.JarBuilder;
import weir.installer.HostHarness;
import weir.installer.HostTest;
import weir.installer.internal.policy.AmbiguousManifests;
import weir.strategy.RebalanceStrategy;

/** Plugins whose metadata would act on the host are rejected, each beside a plugin that serves, also across a restart. */
class AdmissionTest extends HostTest {

    /** Instructions of bnd that add one kind of forbidden metadata to the sample, by the words of the rejection. */
    private static final Map<String, Map<String, String>> FORBIDDEN = Map.of(
            "which configures the host",
            Map.of("-includeresource.x", "OSGI-INF/configurator/x.json;literal='{}'"),
            "requires the extender",
            Map.of("Require-Capability", "osgi.extender;filter:='(osgi.extender=osgi.configurator)'"),
            "has the header Meta-Persistence",
            Map.of("Meta-Persistence", "META-INF/persistence.xml"),
            "cannot be parsed",
            Map.of("-includeresource.x", "OSGI-INF/x.xml;literal='<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x\"><x/>'"),
            "is not the description of one component",
            Map.of("-includeresource.x", "OSGI-INF/x.xml;literal='<x/>'"),
            "is the name of a bundle of the host",
            Map.of("Bundle-SymbolicName", "weir.router"));

    AdmissionTest() {
        super(HostHarness.SHORT_TIMEOUTS);
    }

    @Test
    void forbiddenMetadataIsRejectedAndOthersServe() throws Exception {
        int count = 0;
        for (Map<String, String> instructions : FORBIDDEN.values()) {
            BundleBuilder bad = BundleBuilder.sample("9.0." + count, "bad");
            bad.with("Bundle-SymbolicName", "my.bad" + count);
            instructions.forEach(bad::with);
            bad.writeTo(plugin("bad" + count++ + ".jar")); // sorts before the good one
        }
        BundleBuilder.sample("1.0.0", "good").writeTo(plugin("good.jar"));
        host.awaitAnswer("good none");
        assertAllRejected();
        host.close();
        host = newHost();
        host.awaitAnswer("good none");
        assertAllRejected();
        Files.delete(plugin("good.jar"));
        BundleBuilder.sample("1.1.0", "better").writeTo(plugin("better.jar"));
        host.awaitAnswer("better none");
    }

    /** The framework does not look for a provider of the declared permissions. */
    @Test
    void pluginWithPermissionsServesWhetherItDeclaresThemOrNot() throws Exception {
        BundleBuilder.sample("1.0.0", "undeclared").writeTo(plugin("a.jar"));
        host.awaitAnswer("undeclared none");
        BundleBuilder.sample("1.1.0", "declared")
                .with(
                        "Require-Capability",
                        "weir.permission;effective:=meta;weir.permission:List<String>='threads,environment'")
                .writeTo(plugin("b.jar"));
        host.awaitAnswer("declared none");
        BundleBuilder.sample("1.2.0", "misspelt")
                .with("Require-Capability", "weir.permission;effective:=meta;weir.permission:List<String>='thread'")
                .writeTo(plugin("c.jar"));
        host.awaitState("c.jar", REJECTED);
        assertTrue(host.status("c.jar").message().contains("names 'thread', which is no permission"));
        host.awaitAnswer("declared none");
    }

    /** The framework would read the forbidden header of these manifests, although other parsers do not. */
    @Test
    void ambiguousManifestIsRejectedAndOthersServe() throws Exception {
        Map<String, byte[]> manifests = AmbiguousManifests.hiding("Bundle-Activator: my.Activator", "my.bad");
        int count = 0;
        for (byte[] manifest : manifests.values()) {
            new JarBuilder().manifest(manifest).writeTo(plugin("bad" + count++ + ".jar"));
        }
        BundleBuilder.sample("1.0.0", "good").writeTo(plugin("good.jar"));
        host.awaitAnswer("good none");
        assertRejected(manifests.keySet());
        host.close();
        host = newHost();
        host.awaitAnswer("good none");
        assertRejected(manifests.keySet());
        assertEquals(1, host.pluginBundles().size());
    }

    private void assertRejected(Set<String> words) {
        int count = 0;
        for (String expected : words) {
            String file = "bad" + count++ + ".jar";
            host.awaitState(file, REJECTED);
            String message = host.status(file).message();
            assertTrue(message.startsWith("its manifest is invalid (") && message.contains(expected), message);
        }
    }

    private void assertAllRejected() {
        for (int i = 0; i < FORBIDDEN.size(); i++) {
            String file = "bad" + i + ".jar";
            host.awaitState(file, REJECTED);
            String message = host.status(file).message();
            assertTrue(FORBIDDEN.keySet().stream().anyMatch(message::contains), message);
        }
    }

    @Test
    void otherBundleNeedsPermissionForAStrategyName() throws Exception {
        BundleBuilder.sample("1.0.0", "owner").writeTo(plugin("owner.jar"));
        host.awaitAnswer("owner none");
        BundleBuilder.sample("1.999.0", "squatter")
                .with("Bundle-SymbolicName", "evil.squat")
                .writeTo(plugin("a-squatter.jar"));
        host.awaitState("a-squatter.jar", REJECTED);
        assertEquals(
                "its strategy name 'sample' belongs to the bundle my.sample; rename the strategy,"
                        + " or permit it with: weir allow-name sample evil.squat",
                host.status("a-squatter.jar").message());
        host.close();
        host = newHost();
        host.awaitState("a-squatter.jar", REJECTED);
        host.awaitAnswer("owner none");
        Files.delete(plugin("owner.jar")); // the name stays reserved
        host.awaitPluginCount(0);
        assertEquals(REJECTED, host.status("a-squatter.jar").state());
        host.installer().allowName("sample", "evil.squat");
        host.awaitAnswer("squatter none");
        host.close();
        host = newHost();
        host.awaitAnswer("squatter none");
    }

    @Test
    void singletonBundleIsUpgraded() throws Exception {
        for (String version : List.of("1.0.0", "1.1.0")) {
            BundleBuilder.sample(version, version)
                    .with("Bundle-SymbolicName", "my.sample;singleton:=true")
                    .writeTo(plugin("sample-" + version + ".jar"));
            host.awaitAnswer(version + " none");
        }
        host.awaitState("sample-1.0.0.jar", INSTALLED);
    }

    @Test
    void pluginsAndHostDoNotFindEachOthersServices() throws Exception {
        BundleBuilder.sample("1.0.0", "good").writeTo(plugin("good.jar"));
        host.awaitAnswer("good none");
        Bundle plugin = host.pluginBundles().get(0);
        BundleContext context = plugin.getBundleContext();
        for (String service : List.of(
                "weir.router.Router",
                "weir.installer.Installer",
                "org.osgi.service.cm.ConfigurationAdmin",
                "org.osgi.framework.hooks.service.FindHook")) {
            assertNull(context.getServiceReference(service), service);
        }
        assertEquals(
                List.of(plugin),
                List.of(context.getServiceReference(RebalanceStrategy.class).getBundle()));
        assertTrue(List.of(context.getBundles()).stream()
                .allMatch(bundle -> bundle.equals(plugin) || bundle.getBundleId() == 0));
        for (Bundle bundle : host.context().getBundles()) {
            boolean finds = bundle.getBundleContext() != null
                    && bundle.getBundleContext().getServiceReferences(RebalanceStrategy.class.getName(), null) != null;
            assertEquals(
                    List.of("org.apache.felix.framework", "weir.router", "org.apache.felix.scr", "my.sample")
                            .contains(bundle.getSymbolicName()),
                    finds,
                    bundle::toString);
        }
    }
}
