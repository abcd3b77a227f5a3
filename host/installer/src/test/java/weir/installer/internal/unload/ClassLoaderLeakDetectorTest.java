package weir.installer.internal.unload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.fixtures.JvmFootprint;
import weir.installer.ClassUnloadingStatus;
import weir.installer.HostHarness;
import weir.installer.HostTest;
import weir.installer.internal.deploy.PluginBundles;

/** Whether plugins' classes are freed, and the reported cause of leaks, in a real framework. */
class ClassLoaderLeakDetectorTest extends HostTest {

    /** Ten times what a quiet machine takes. */
    private static final Duration FREE_TIMEOUT = Duration.ofSeconds(30);

    private final ClassLoaderLeakDetector detector =
            new ClassLoaderLeakDetector(Duration.ZERO, Duration.ZERO, () -> {});
    private PendingRemovals removals;
    private PluginBundles bundles;

    ClassLoaderLeakDetectorTest() {
        super(HostHarness.SHORT_TIMEOUTS);
    }

    @BeforeEach
    void createBundles() {
        removals =
                new PendingRemovals(PluginBundles.wiring(host.context()), detector, Duration.ofSeconds(10), () -> {});
        bundles = new PluginBundles(host.context(), removals, Duration.ofSeconds(30));
    }

    @Test
    void leakByRunningThreadIsReportedAndEndsWithTheThread() throws Exception {
        leak("thread");
        assertTrue(awaitLeak().contains("a running thread holds them, 'forgotten', in "), this::awaitLeak);
        endForgottenThread();
        awaitFreed();
    }

    @Test
    void leakByThreadLocalIsReported() throws Exception {
        ThreadLocal<?> local = (ThreadLocal<?>) leak("local");
        assertTrue(awaitLeak().contains("ThreadLocal"), this::awaitLeak);
        local.remove();
        awaitFreed();
    }

    @Test
    void leakByStaticCacheIsReported() throws Exception {
        leak("cache");
        assertTrue(awaitLeak().contains("a static cache"), this::awaitLeak);
        System.getProperties().remove("weir.leaky.trace");
        awaitFreed();
    }

    /** The whole host with queries in between keeps no class of a plugin. */
    @Test
    void classesOfUpgradedPluginsAreFreed() throws Exception {
        Path one = home.resolve("one");
        Path two = home.resolve("two");
        BundleBuilder.sample("1.0.0", "one").writeTo(one);
        BundleBuilder.sample("1.0.1", "two").writeTo(two);
        int upgrades = 10;
        for (int upgrade = 0; upgrade <= upgrades; upgrade++) {
            HostHarness.copyAtomically(upgrade % 2 == 0 ? one : two, plugin("sample.jar"));
            host.awaitAnswer(upgrade % 2 == 0 ? "one none" : "two none");
        }
        host.awaitState("sample.jar", INSTALLED);
        Await.until(
                () -> host.installer().classUnloading().equals(new ClassUnloadingStatus(upgrades, upgrades, List.of())),
                () -> host.installer().classUnloading());
    }

    /** Without a directory, a query after each upgrade: all class loaders and bundles are freed. {@code -Dweir.swaps=500} for more. */
    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void repeatedUpgradesLeakNothing() throws Exception {
        Path one = home.resolve("one.jar");
        Path two = home.resolve("two.jar");
        BundleBuilder.sample("1.0.0", "one").writeTo(one);
        BundleBuilder.sample("1.0.1", "two").writeTo(two);
        Bundle serving = bundles.install("0", one);
        bundles.start(serving);
        host.awaitAnswer("one none");
        int upgrades = Integer.getInteger("weir.swaps", 50);
        List<WeakReference<Bundle>> removed = new ArrayList<>();
        JvmFootprint before = JvmFootprint.now();
        for (int upgrade = 1; upgrade <= upgrades; upgrade++) {
            boolean even = upgrade % 2 == 0;
            Bundle next = bundles.install(Integer.toString(upgrade), even ? one : two);
            bundles.start(next);
            removals.remove(serving);
            removed.add(new WeakReference<>(serving));
            assertEquals(even ? "one none" : "two none", host.answer());
            serving = next;
        }
        long drained = System.nanoTime();
        Await.until(
                () -> {
                    detector.check(System.nanoTime());
                    return detector.status().equals(new ClassUnloadingStatus(upgrades, upgrades, List.of()));
                },
                detector::status);
        Duration freed = Duration.ofNanos(System.nanoTime() - drained);
        Await.until(
                () -> {
                    System.gc();
                    return removed.stream().allMatch(bundle -> bundle.refersTo(null));
                },
                () -> "the framework still references "
                        + removed.stream()
                                .filter(bundle -> !bundle.refersTo(null))
                                .count() + " bundles");
        JvmFootprint after = JvmFootprint.now();
        System.out.println(upgrades + " of " + upgrades + " class loaders freed " + freed.toMillis()
                + " ms after the last removal; before: " + before + ", after: " + after);
        assertTrue(freed.compareTo(FREE_TIMEOUT) < 0, () -> "the last one was freed after " + freed);
        assertTrue(after.hasNotGrownSince(before), () -> before + " grew to " + after);
    }

    @Test
    void leaksAndFreedClassesAreLogged() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {
                // publish keeps no line back
            }

            @Override
            public void close() {
                // no resource is open
            }
        };
        Logger log = Logger.getLogger(ClassLoaderLeakDetector.class.getName());
        log.addHandler(handler);
        try {
            leak("thread");
            awaitLeak();
            assertTrue(
                    lines.get(0).startsWith("WARNING my.sample 1.0.0 is uninstalled, but its classes"),
                    lines::toString);
            endForgottenThread();
            awaitFreed();
            assertTrue(
                    lines.get(1)
                            .matches(
                                    "INFO my.sample 1.0.0: the JVM freed its classes [0-9.]+ s after its removal began;"
                                            + " 1 of 1 uninstalled plugins are freed"),
                    lines::toString);
        } finally {
            log.removeHandler(handler);
        }
    }

    /** Installs a plugin, lets it leave something behind, and removes it. */
    private Object leak(String kind) throws Exception {
        Path jar = home.resolve("leaky.jar");
        BundleBuilder.sample("1.0.0", kind)
                .with("-includepackage", "weir.sample,weir.leaky")
                .writeTo(jar);
        Bundle bundle = bundles.install(kind, jar);
        bundles.start(bundle);
        Object left = bundle.loadClass("weir.leaky.Leaky").getMethod(kind).invoke(null);
        removals.remove(bundle);
        return left;
    }

    /** Since JDK 19 a terminated thread keeps its task, so the test must not keep the thread. */
    private static void endForgottenThread() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("forgotten")) {
                thread.interrupt();
                thread.join();
            }
        }
    }

    private String awaitLeak() {
        Await.until(
                () -> {
                    detector.check(System.nanoTime());
                    return !detector.status().leaks().isEmpty();
                },
                detector::status);
        return detector.status().leaks().get(0);
    }

    private void awaitFreed() {
        Await.until(
                () -> {
                    System.gc();
                    detector.check(System.nanoTime());
                    return detector.status().equals(new ClassUnloadingStatus(1, 1, List.of()));
                },
                detector::status);
        assertEquals(List.of(), detector.status().leaks());
    }
}
