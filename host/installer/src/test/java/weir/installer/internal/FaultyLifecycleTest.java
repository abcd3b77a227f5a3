package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;
import static weir.installer.PluginStatus.State.REJECTED;

import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.HostHarness;
import weir.installer.HostTest;

/** Strategies that fail or hang when they start or stop, in a real framework. */
class FaultyLifecycleTest extends HostTest {

    FaultyLifecycleTest() {
        super(HostHarness.SHORT_TIMEOUTS);
    }

    @Test
    void predecessorKeepsServingIfNewVersionDoesNotStart() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        BundleBuilder.sample("1.1.0", "broken").writeTo(plugin("sample.jar"));
        host.awaitState("sample.jar", REJECTED);
        assertTrue(host.status("sample.jar").message().contains("it cannot serve routes [default (it does not start"));
        assertTrue(host.status("sample.jar").message().contains("my.sample 1.0.0 stays installed"));
        assertEquals("one none", host.answer());
        assertEquals(1, host.pluginBundles().size());
    }

    @Test
    void predecessorKeepsServingIfNewVersionFailsItsSelfTest() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        long before = fallbacks();
        BundleBuilder.sample("1.1.0", "clueless").writeTo(plugin("sample.jar"));
        host.awaitState("sample.jar", REJECTED);
        assertTrue(host.status("sample.jar").message().contains("self-test: the strategy returned null"));
        assertEquals("one none", host.answer());
        assertEquals(before, fallbacks());
    }

    @Test
    void strategyThatFailsWhileStoppingIsRemoved() throws Exception {
        BundleBuilder.sample("1.0.0", "spiteful").writeTo(plugin("sample.jar"));
        host.awaitAnswer("spiteful none");
        BundleBuilder.sample("1.1.0", "two").writeTo(plugin("sample.jar"));
        host.awaitAnswer("two none");
        host.awaitPluginCount(1);
    }

    @Test
    void strategyThatHangsWhileStartingDoesNotBlockTheNextVersion() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        BundleBuilder.sample("1.1.0", "sleepy").writeTo(plugin("sample.jar"));
        host.awaitState("sample.jar", REJECTED);
        assertEquals("one none", host.answer());
        BundleBuilder.sample("1.2.0", "two").writeTo(plugin("sample.jar"));
        host.awaitAnswer("two none");
    }

    @Test
    void slowStrategyServesOnceItHasStarted() throws Exception {
        BundleBuilder.sample("1.0.0", "sleepy").writeTo(plugin("sample.jar"));
        host.awaitState("sample.jar", INSTALLED);
        Await.until(() -> problem().contains("it serves as soon as it has started"), this::problem);
        assertTrue(host.status("sample.jar").message().contains("it cannot serve routes [default"));
        System.setProperty(RELEASE_HANGING, "true");
        host.awaitAnswer("sleepy none");
        Await.until(() -> host.status("sample.jar").message().isEmpty(), () -> host.status("sample.jar")
                .toString());
        assertEquals("", problem());
    }

    @Test
    void slowNewVersionIsRetried() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        BundleBuilder.sample("1.1.0", "sleepy").writeTo(plugin("sample.jar"));
        host.awaitState("sample.jar", REJECTED);
        assertTrue(
                host.status("sample.jar")
                        .message()
                        .contains(
                                "takes longer than 0.2 s to start; make its constructor faster; trying again in 0.2 s"),
                () -> host.status("sample.jar").message());
        assertEquals("one none", host.answer());
        System.setProperty(RELEASE_HANGING, "true");
        host.awaitAnswer("sleepy none");
        host.awaitState("sample.jar", INSTALLED);
    }

    @Test
    void strategyThatHangsWhileStoppingDoesNotBlockTheNextVersion() throws Exception {
        BundleBuilder.sample("1.0.0", "clinging").writeTo(plugin("sample.jar"));
        host.awaitAnswer("clinging none");
        BundleBuilder.sample("1.1.0", "two").writeTo(plugin("sample.jar"));
        host.awaitAnswer("two none");
        BundleBuilder.sample("1.2.0", "three").writeTo(plugin("sample.jar"));
        host.awaitAnswer("three none");
    }

    @Test
    void strategyThatDoesNotStartIsNotReportedAsMissing() throws Exception {
        BundleBuilder.sample("1.0.0", "broken").writeTo(plugin("sample.jar"));
        host.awaitState("sample.jar", INSTALLED);
        assertEquals(
                "sample 1.0.0: it does not start: java.lang.IllegalStateException: built to fail; correct the route's"
                        + " parameters, or the strategy",
                problem());
        Files.delete(plugin("sample.jar"));
        Await.until(
                () -> problem().equals("no version of sample is running; install one, or change the route"),
                this::problem);
    }

    /** The new instance starts before the old one stops, so an end that hangs costs nothing. */
    @Test
    void newParametersServeThoughTheOldInstanceHangsWhileStopping() throws Exception {
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"a\"}");
        BundleBuilder.sample("1.0.0", "clinging").writeTo(plugin("sample.jar"));
        host.awaitAnswer("clinging a");
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"b\"}");
        host.awaitAnswer("clinging b");
        assertEquals("", problem());
        BundleBuilder.sample("1.1.0", "fixed").writeTo(plugin("fixed.jar"));
        host.awaitAnswer("fixed b");
    }

    /** Simulates an extender that hangs while it examines a bundle, which the thread of the start does. */
    @Test
    void bundleStartThatHangsAffectsNoOtherPlugin() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        SynchronousBundleListener extender = event -> {
            if (event.getType() == BundleEvent.STARTING
                    && event.getBundle().getVersion().getMajor() == 6) {
                awaitUninterruptibly(release);
            }
        };
        host.context().addBundleListener(extender);
        try {
            BundleBuilder.sample("6.0.0", "hangs").writeTo(plugin("a-hangs.jar"));
            BundleBuilder.sample("1.0.0", "one").writeTo(plugin("b.jar"));
            host.awaitAnswer("one none");
            host.awaitState("a-hangs.jar", REJECTED);
            assertEquals(Result.Status.CRITICAL, host.health("installer").getStatus());
            assertTrue(host.installer().hangingStarts().get(0).contains("is still starting"));
            BundleBuilder.sample("1.1.0", "two").writeTo(plugin("b.jar"));
            host.awaitAnswer("two none");
            Files.delete(plugin("b.jar"));
            Await.until(() -> host.ask().isFallback(), host::ask);
            Files.delete(plugin("a-hangs.jar"));
            Await.until(() -> host.installer().status().isEmpty(), () -> host.installer()
                    .status());
        } finally {
            release.countDown();
        }
        host.awaitPluginCount(0);
        Await.until(() -> host.installer().hangingStarts().isEmpty(), () -> host.installer()
                .problems());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void pluginThatOtherCodeStopsOrUninstallsIsDeployedAgain() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        host.pluginBundles().get(0).stop();
        host.awaitAnswer("one none");
        host.pluginBundles().get(0).uninstall();
        host.awaitPluginCount(1);
        host.awaitAnswer("one none");
        host.awaitState("sample.jar", INSTALLED);
        Files.delete(plugin("sample.jar"));
        host.awaitPluginCount(0);
    }
}
