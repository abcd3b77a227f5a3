package weir.installer.internal.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.hooks.bundle.CollisionHook;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.fixtures.JarBuilder;
import weir.installer.HostTest;
import weir.installer.PluginStatus;
import weir.installer.internal.policy.AmbiguousManifests;
import weir.installer.internal.unload.ClassLoaderLeakDetector;
import weir.installer.internal.unload.PendingRemovals;
import weir.installer.verify.PluginRejectedException;
import weir.isolation.Level;
import weir.isolation.Placement;

/** Installation and removal of bundles in a real framework. */
class PluginBundlesTest extends HostTest {

    /**
     * Simulates the system's limit of threads: the constructor of a thread asks this for the value of the child. The value is the number
     * of generations of threads that can still be created.
     */
    private static final class NoThreads extends InheritableThreadLocal<Integer> {
        @Override
        protected Integer childValue(Integer parent) {
            if (parent == 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return parent - 1;
        }
    }

    private final NoThreads noThreads = new NoThreads();
    private PendingRemovals removals;
    private PluginBundles bundles;

    /** Waits until the installer has restored its plugins: before that it removes every bundle that it does not know. */
    @BeforeEach
    void createBundles() throws Exception {
        Files.writeString(plugin("broken.jar"), "no JAR");
        host.awaitState("broken.jar", PluginStatus.State.REJECTED);
        Runnable nothing = () -> {};
        removals = new PendingRemovals(
                PluginBundles.wiring(host.context()),
                new ClassLoaderLeakDetector(Duration.ofSeconds(3), Duration.ofSeconds(10), nothing),
                Duration.ofMillis(200),
                nothing);
        bundles = new PluginBundles(host.context(), removals, Duration.ofSeconds(30));
    }

    /** The verification of the JAR is skipped here, as if it had not seen the header. */
    @Test
    void headersAreCheckedAsTheFrameworkReadsThem() throws Exception {
        String valid = AmbiguousManifests.valid("my.bad");
        int count = 0;
        for (String header : AmbiguousManifests.FORBIDDEN) {
            for (String text : List.of(
                    valid + header + "\n",
                    valid + header,
                    valid + "\rName: x\r\n" + header + "\r\n\n",
                    valid + "\n X-A: b\n" + header + "\n")) {
                Path jar = new JarBuilder()
                        .manifest(text.getBytes(StandardCharsets.ISO_8859_1))
                        .writeTo(home.resolve("bad.jar"));
                String hash = "bad" + count++;
                PluginRejectedException rejection =
                        assertThrows(PluginRejectedException.class, () -> bundles.install(hash, jar), text);
                String message = rejection.getMessage();
                assertTrue(
                        Stream.of("activator", "fragment", "imports", "has classes in", "extender", "invalid name")
                                .anyMatch(message::contains),
                        message);
                assertEquals(List.of(), host.pluginBundles());
            }
        }
        Path good = home.resolve("good.jar");
        BundleBuilder.sample("1.0.0", "good").writeTo(good);
        bundles.start(bundles.install("good", good));
        host.awaitAnswer("good none");
    }

    @Test
    void startOfABundleThatStillHangsIsNotStartedTwice() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        SynchronousBundleListener listener = event -> {
            if (event.getType() == BundleEvent.STARTING) {
                awaitUninterruptibly(release);
            }
        };
        host.context().addBundleListener(listener);
        PluginBundles impatient = new PluginBundles(host.context(), removals, Duration.ofMillis(50));
        Path jar = home.resolve("sample.jar");
        BundleBuilder.sample("1.0.0", "one").writeTo(jar);
        Bundle bundle = impatient.install("sample", jar);
        try {
            for (int i = 0; i < 5; i++) {
                assertThrows(PluginRejectedException.class, () -> impatient.start(bundle));
            }
            assertEquals(
                    1,
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().equals("weir start of " + bundle))
                            .count());
        } finally {
            release.countDown();
        }
        Await.until(() -> bundle.getState() == Bundle.ACTIVE, bundle::toString);
        host.awaitAnswer("one none");
        bundle.stop();
        bundles.start(bundle);
        host.awaitAnswer("one none");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void removalThatGetsNoThreadIsRetried() throws Exception {
        Path jar = home.resolve("sample.jar");
        BundleBuilder.sample("1.0.0", "one").writeTo(jar);
        Bundle bundle = bundles.install("sample", jar);
        bundles.start(bundle);
        host.awaitAnswer("one none");
        noThreads.set(0);
        removals.remove(bundle);
        removals.resume();
        noThreads.remove();
        assertEquals("one none", host.answer());
        assertTrue(
                removals.problems().get(0).contains("no thread could be started to stop it"),
                () -> removals.problems().toString());
        assertThrows(PluginRejectedException.class, () -> bundles.install("sample", jar));
        Await.until(
                () -> {
                    removals.resume();
                    return removals.problems().isEmpty();
                },
                removals::problems);
        assertEquals(Bundle.UNINSTALLED, bundle.getState());
        assertTrue(host.ask().isFallback());
    }

    @Test
    void startThatGetsNoThreadIsReported() throws Exception {
        Path jar = home.resolve("sample.jar");
        BundleBuilder.sample("1.0.0", "one").writeTo(jar);
        Bundle bundle = bundles.install("sample", jar);
        // The instance's configuration exists then, so that the thread of the start also starts the instance.
        Await.until(() -> !host.router().routes().isEmpty(), () -> "there is no route");
        noThreads.set(1);
        bundles.start(bundle);
        noThreads.remove();
        assertTrue(problem().contains("the system cannot start a thread"), this::problem);
        removals.remove(bundle);
        bundles.start(bundles.install("sample", jar));
        host.awaitAnswer("one none");
    }

    @Test
    void removedBundleWithoutComponentsIsNotRecordedAsUserOfConfigurationAdmin() throws Exception {
        Path jar = home.resolve("library.jar");
        new BundleBuilder()
                .with("Bundle-SymbolicName", "my.library")
                .with("Bundle-Version", "1.0.0")
                .with("-includeresource", "my/library/readme.txt;literal='x'")
                .with("-fixupmessages", "\"*\"")
                .writeTo(jar);
        Bundle library = bundles.install("library", jar);
        bundles.start(library);
        removals.remove(library);
        assertEquals(Bundle.UNINSTALLED, library.getState());
        assertEquals(List.of(), removals.problems());
        assertFalse(host.isUsing(library, "org.osgi.service.cm.ConfigurationAdmin"));
        Path sample = home.resolve("sample.jar");
        BundleBuilder.sample("1.0.0", "one").writeTo(sample);
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"a\"}");
        bundles.start(bundles.install("sample", sample));
        host.awaitAnswer("one a");
    }

    @Test
    void bundleThatHangsWhileStoppingIsNotInstalledAgain() throws Exception {
        Path jar = home.resolve("clinging.jar");
        BundleBuilder.sample("1.0.0", "clinging").writeTo(jar);
        Bundle first = bundles.install("clinging", jar);
        bundles.start(first);
        host.awaitAnswer("clinging none");
        removals.remove(first);
        assertEquals(1, removals.problems().size());
        PluginRejectedException rejection =
                assertThrows(PluginRejectedException.class, () -> bundles.install("clinging", jar));
        assertEquals(PluginRejectedException.Retry.AFTER_DELAY, rejection.retry());
        System.setProperty(RELEASE_HANGING, "true");
        Await.until(() -> first.getState() == Bundle.UNINSTALLED, first::toString);
        removals.resume();
        Bundle second = bundles.install("clinging", jar);
        assertNotEquals(first, second);
        bundles.start(second);
        host.awaitAnswer("clinging none");
    }

    /** The strategy starts at its new level before the bundle of the old one is removed. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bundleIsInstalledBesideThatOfAnotherLevel(boolean isHostFirst) throws Exception {
        Placement fenced = new Placement("5F", "alice", Level.FENCED, List.of());
        Placement first = isHostFirst ? Placement.HOST : fenced;
        Placement second = isHostFirst ? fenced : Placement.HOST;
        Path jar = home.resolve("sample.jar");
        BundleBuilder.sample("1.0.0", "one").writeTo(jar);
        // The hook of the host's installer permits equal names to the installer's own bundle only.
        host.context().registerService(CollisionHook.class, bundles, null);
        Bundle bundle = bundles.install("sample", jar, first);
        assertEquals(bundle, bundles.install("sample", jar, first));
        Bundle other = bundles.install("sample", jar, second);
        assertEquals(isHostFirst, ProxyBundle.isGenerated(other));
        assertEquals(isHostFirst, other.findEntries("/", "*.class", true) == null);
        assertNotEquals(bundle, other);
    }
}
