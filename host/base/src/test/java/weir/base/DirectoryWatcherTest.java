package weir.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatcherTest {

    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path parent;

    private final ScheduledExecutorService executor = new ScheduledThreadPoolExecutor(1);
    private final BlockingQueue<List<String>> scans = new LinkedBlockingQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private DirectoryWatcher watcher;

    @AfterEach
    void close() {
        watcher.close();
        executor.shutdownNow();
    }

    @Test
    void newChangedAndDeletedFilesCauseScans() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("watched"));
        watch(directory, NEVER);
        awaitScanOf(List.of());
        Files.writeString(directory.resolve("a"), "1");
        awaitScanOf(List.of("a"));
        Files.writeString(directory.resolve("a"), "22");
        assertNotNull(scans.poll(10, TimeUnit.SECONDS));
        Files.delete(directory.resolve("a"));
        awaitScanOf(List.of());
    }

    @Test
    void burstOfEventsCausesFewScans() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("watched"));
        watch(directory, NEVER);
        awaitScanOf(List.of());
        for (int i = 0; i < 500; i++) {
            Files.writeString(directory.resolve("a"), "x".repeat(i));
        }
        Files.writeString(directory.resolve("z"), "");
        awaitScanOf(List.of("a", "z"));
        assertTrue(count.get() < 100, () -> count + " scans");
    }

    @Test
    void deletedAndRecreatedDirectoryIsWatched() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("watched"));
        watch(directory, NEVER);
        awaitScanOf(List.of());
        for (int i = 0; i < 3; i++) {
            Files.delete(directory);
            awaitScanOf(List.of("missing"));
            Files.createDirectory(directory);
            awaitScanOf(List.of());
            Files.writeString(directory.resolve("a"), "");
            awaitScanOf(List.of("a"));
            Files.delete(directory.resolve("a"));
            awaitScanOf(List.of());
        }
    }

    @Test
    void replacedDirectoryIsWatched() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("watched"));
        watch(directory, NEVER);
        awaitScanOf(List.of());
        Files.createDirectory(parent.resolve("other"));
        Files.writeString(parent.resolve("other/b"), "");
        Files.move(directory, parent.resolve("before"));
        Files.move(parent.resolve("other"), directory);
        awaitScanOf(List.of("b"));
        Files.writeString(directory.resolve("c"), "");
        awaitScanOf(List.of("b", "c"));
    }

    @Test
    void directoryCreatedLaterIsWatched() throws Exception {
        Path directory = parent.resolve("later");
        watch(directory, NEVER);
        awaitScanOf(List.of("missing"));
        Files.createDirectory(directory);
        Files.writeString(directory.resolve("a"), "");
        awaitScanOf(List.of("a"));
    }

    @Test
    void returnedPauseSchedulesNextScan() throws Exception {
        watch(parent, Duration.ofMillis(10));
        for (int i = 0; i < 5; i++) {
            assertNotNull(scans.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void wakeSchedulesScan() throws Exception {
        watch(parent, NEVER);
        assertNotNull(scans.poll(10, TimeUnit.SECONDS));
        watcher.wake();
        assertNotNull(scans.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void scanErrorDoesNotStopWatching() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
        executor.submit(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> uncaught.add(e)))
                .get();
        watcher = new DirectoryWatcher(parent, executor, () -> {
            if (calls.incrementAndGet() == 1) {
                throw new OutOfMemoryError("Java heap space");
            }
            scans.add(List.of());
            return NEVER;
        });
        assertNotNull(uncaught.poll(10, TimeUnit.SECONDS));
        assertNotNull(scans.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void scansGoOnAfterTheHeapWasFull() throws Exception {
        AtomicBoolean isHeapFull = new AtomicBoolean();
        ScheduledExecutorService failing = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                if (isHeapFull.get()) {
                    throw new OutOfMemoryError("for this test");
                }
                return super.schedule(command, delay, unit);
            }
        };
        try {
            watcher = new DirectoryWatcher(parent, failing, () -> {
                scans.add(List.of());
                return Duration.ofMillis(10);
            });
            assertNotNull(scans.poll(10, TimeUnit.SECONDS));
            isHeapFull.set(true);
            Files.writeString(parent.resolve("a"), "");
            Thread.sleep(200); // the scan and the event of the file fail
            scans.clear();
            isHeapFull.set(false);
            assertNotNull(scans.poll(10, TimeUnit.SECONDS), "the periodic task schedules the lost scan again");
            scans.clear();
            assertNotNull(scans.poll(10, TimeUnit.SECONDS), "and scans go on");
        } finally {
            failing.shutdownNow();
        }
    }

    @Test
    void noScanAfterClose() throws Exception {
        watch(parent, Duration.ofMillis(1));
        assertNotNull(scans.poll(10, TimeUnit.SECONDS));
        watcher.close();
        executor.submit(() -> {}).get();
        scans.clear();
        Files.writeString(parent.resolve("a"), "");
        assertNull(scans.poll(100, TimeUnit.MILLISECONDS));
    }

    @Test
    void aScanThatHangsIsOverdueAndOneThatEndsIsNot() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        watcher = new DirectoryWatcher(parent, executor, () -> {
            scans.add(List.of());
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return NEVER;
        });
        assertNotNull(scans.poll(10, TimeUnit.SECONDS));
        Thread.sleep(50);
        assertTrue(
                watcher.scanDelay().toMillis() >= 50, () -> watcher.scanDelay().toString());
        hang.countDown();
        executor.submit(() -> {}).get();
        assertEquals(Duration.ZERO, watcher.scanDelay());
    }

    @Test
    void aScanThatTheExecutorDoesNotRunIsOverdue() throws Exception {
        watch(parent, Duration.ofMillis(1));
        assertNotNull(scans.poll(10, TimeUnit.SECONDS));
        CountDownLatch hang = new CountDownLatch(1);
        executor.submit(() -> hang.await(10, TimeUnit.SECONDS));
        Thread.sleep(100);
        assertTrue(
                watcher.scanDelay().toMillis() >= 50, () -> watcher.scanDelay().toString());
        hang.countDown();
        watcher.close();
        assertEquals(Duration.ZERO, watcher.scanDelay());
    }

    private void watch(Path directory, Duration pause) {
        watcher = new DirectoryWatcher(directory, executor, () -> {
            count.incrementAndGet();
            scans.add(names(directory));
            return pause;
        });
    }

    private void awaitScanOf(List<String> expected) throws InterruptedException {
        List<String> seen = List.of("no scan");
        while (!seen.equals(expected)) {
            List<String> next = scans.poll(10, TimeUnit.SECONDS);
            assertNotNull(next, "expected " + expected + ", the last scan saw " + seen);
            seen = next;
        }
        assertEquals(expected, seen);
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of("missing");
        } catch (UncheckedIOException e) {
            return List.of("missing");
        }
    }
}
