package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import weir.installer.Unloading;

/** Whether plugins' classes are freed, and who holds those that are not, in a real framework. */
class LoaderWatchTest {

    @TempDir
    Path home;

    /** Ten times and more of what a quiet machine takes. */
    private static final Duration GENEROUS = Duration.ofSeconds(30);

    private final LoaderWatch watch = new LoaderWatch(Duration.ZERO, Duration.ZERO);
    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        host = new TestHost(home);
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    @Test
    void aThreadIsNamed() throws Exception {
        Thread forgotten = (Thread) leak("thread");
        assertTrue(held().contains("a thread holds it, 'forgotten', in "), held());
        forgotten.interrupt();
        forgotten.join();
        awaitFreed();
    }

    @Test
    void aThreadLocalIsNamed() throws Exception {
        ThreadLocal<?> local = (ThreadLocal<?>) leak("local");
        assertTrue(held().contains("ThreadLocal"), held());
        local.remove();
        awaitFreed();
    }

    @Test
    void aStaticCacheIsNamed() throws Exception {
        leak("cache");
        assertTrue(held().contains("a static cache"), held());
        System.getProperties().remove("weir.sample.trace");
        awaitFreed();
    }

    /** The whole way, queries in between: the host itself holds nothing. */
    @Test
    void swappedStrategiesAreFreed() throws Exception {
        Path one = home.resolve("one");
        Path two = home.resolve("two");
        Pack.sample("1.0.0", "one").to(one);
        Pack.sample("1.0.1", "two").to(two);
        host.route("default", "\"pair\": \"*\"");
        int swaps = 10;
        for (int swap = 0; swap <= swaps; swap++) {
            Path beside = home.resolve("beside");
            Files.copy(swap % 2 == 0 ? one : two, beside);
            Files.move(beside, host.plugins().resolve("sample.jar"), StandardCopyOption.ATOMIC_MOVE);
            host.awaitWord(swap % 2 == 0 ? "one none" : "two none");
        }
        host.awaitState("sample.jar", INSTALLED);
        TestHost.await(
                () -> host.installer().unloading().equals(new Unloading(swaps, swaps, List.of())),
                () -> host.installer().unloading().toString());
    }

    /**
     * Swaps without a folder, a query to each: every class loader comes free, and every bundle, and nothing grows.
     * {@code -Dweir.swaps=500} is the long form.
     */
    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void swapsByTheHundredLeaveNothing() throws Exception {
        PluginBundles bundles = new PluginBundles(host.context(), watch);
        Path one = home.resolve("one.jar");
        Path two = home.resolve("two.jar");
        Pack.sample("1.0.0", "one").to(one);
        Pack.sample("1.0.1", "two").to(two);
        host.route("default", "\"pair\": \"*\"");
        Bundle serving = bundles.install("0", one);
        bundles.start(serving);
        host.awaitWord("one none");
        int swaps = Integer.getInteger("weir.swaps", 50);
        List<WeakReference<Bundle>> gone = new ArrayList<>();
        Footprint before = Footprint.now();
        for (int swap = 1; swap <= swaps; swap++) {
            boolean even = swap % 2 == 0;
            Bundle next = bundles.install(Integer.toString(swap), even ? one : two);
            bundles.start(next);
            bundles.remove(serving);
            gone.add(new WeakReference<>(serving));
            assertEquals(even ? "one none" : "two none", host.word());
            serving = next;
        }
        long drained = System.nanoTime();
        TestHost.await(
                () -> {
                    watch.look(System.nanoTime());
                    return watch.unloading().equals(new Unloading(swaps, swaps, List.of()));
                },
                () -> watch.unloading().toString());
        Duration freed = Duration.ofNanos(System.nanoTime() - drained);
        TestHost.await(
                () -> {
                    System.gc();
                    return gone.stream().allMatch(bundle -> bundle.refersTo(null));
                },
                () -> "the framework still knows "
                        + gone.stream().filter(bundle -> !bundle.refersTo(null)).count() + " bundles");
        Footprint after = Footprint.now();
        System.out.println(swaps + " of " + swaps + " class loaders freed " + freed.toMillis()
                + " ms after the last drain; before: " + before + ", after: " + after);
        assertTrue(freed.compareTo(GENEROUS) < 0, () -> "the last one was freed after " + freed);
        assertTrue(after.isAsFlatAs(before), () -> before + " grew to " + after);
    }

    @Test
    void whatIsFreedIsSaid() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Handler ear = new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {
                // nothing is held back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        Logger log = Logger.getLogger(LoaderWatch.class.getName());
        log.addHandler(ear);
        try {
            Thread forgotten = (Thread) leak("thread");
            held();
            assertTrue(
                    said.get(0).startsWith("WARNING my.sample 1.0.0 is uninstalled, but its classes"), said::toString);
            forgotten.interrupt();
            forgotten.join();
            awaitFreed();
            assertTrue(
                    said.get(1)
                            .matches("INFO my.sample 1.0.0: its classes were freed [0-9.]+ s after its uninstall"
                                    + " began; 1 of 1 uninstalled are"),
                    said::toString);
        } finally {
            log.removeHandler(ear);
        }
    }

    /** Installs a plugin, lets it leave something behind, and removes it. */
    private Object leak(String kind) throws Exception {
        PluginBundles bundles = new PluginBundles(host.context(), watch);
        Path jar = home.resolve("leaky.jar");
        Pack.sample("1.0.0", kind).to(jar);
        Bundle bundle = bundles.install(kind, jar);
        bundles.start(bundle);
        Object left = bundle.loadClass("weir.sample.Leaky").getMethod(kind).invoke(null);
        bundles.remove(bundle);
        return left;
    }

    private String held() {
        TestHost.await(
                () -> {
                    watch.look(System.nanoTime());
                    return !watch.unloading().held().isEmpty();
                },
                () -> watch.unloading().toString());
        return watch.unloading().held().get(0);
    }

    private void awaitFreed() {
        TestHost.await(
                () -> {
                    System.gc();
                    watch.look(System.nanoTime());
                    return watch.unloading().equals(new Unloading(1, 1, List.of()));
                },
                () -> watch.unloading().toString());
        assertEquals(List.of(), watch.unloading().held());
    }
}
