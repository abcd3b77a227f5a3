package weir.base;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs a scan when the entries of a directory change. Events in quick succession cause one scan. The parent directory is
 * watched too, so the directory may be created, deleted or replaced at any time.
 *
 * <p>The caller passes the scan, which runs on the caller's executor. The scan returns a pause: the next scan follows after it
 * at the latest, even if no event arrives. If the system offers no events, the pause is at most {@link
 * #MAX_PAUSE_WITHOUT_EVENTS}. If a scan throws, the next one follows after {@link #MAX_PAUSE_WITHOUT_EVENTS}, and the exception
 * goes to the thread's uncaught exception handler. Thread-safe.
 */
public final class DirectoryWatcher implements AutoCloseable {

    /** Pause between the first event and the scan, which then covers the events that follow quickly. */
    public static final Duration EVENT_DELAY = Duration.ofMillis(20);

    /** Longest pause between two scans if the system offers no events. */
    public static final Duration MAX_PAUSE_WITHOUT_EVENTS = Duration.ofSeconds(1);

    private final Path directory;
    private final ScheduledExecutorService executor;
    private final Supplier<Duration> scan;
    private final Optional<WatchService> watchService;
    private WatchKey directoryKey;
    private Object watchedFileKey;
    private WatchKey parentKey;
    private Future<?> nextScan;
    private final Future<?> recovery;

    // Read without the lock, which a file system that hangs may hold.
    private volatile long nextScanNanos;
    private volatile long scanStartNanos;
    private volatile boolean isScanning;
    private volatile boolean isClosed;

    /**
     * Starts to watch the directory, and schedules the first scan at once.
     *
     * @param directory a directory, which need not exist
     * @param executor runs the scans; {@link #close} does not shut it down
     * @param scan reads the directory and returns the longest pause until the next scan
     */
    public DirectoryWatcher(Path directory, ScheduledExecutorService executor, Supplier<Duration> scan) {
        this.directory = directory.toAbsolutePath();
        this.executor = executor;
        this.scan = scan;
        this.watchService = openWatchService(directory);
        register();
        watchService.ifPresent(events -> {
            Thread thread = new Thread(() -> awaitEvents(events), "watch " + directory);
            thread.setDaemon(true);
            thread.start();
        });
        scheduleScan(Duration.ZERO);
        long pause = MAX_PAUSE_WITHOUT_EVENTS.toNanos();
        recovery = executor.scheduleWithFixedDelay(this::rescheduleLostScan, pause, pause, TimeUnit.NANOSECONDS);
    }

    /** Schedules a scan as an event does. */
    public void wake() {
        scheduleScan(EVENT_DELAY);
    }

    /**
     * Returns how long the current scan has been running, or how late the next scan is; zero between two scans. A value of many
     * seconds means that the executor's thread is blocked.
     */
    public Duration scanDelay() {
        long since = System.nanoTime() - (isScanning ? scanStartNanos : nextScanNanos);
        return isClosed || since < 0 ? Duration.ZERO : Duration.ofNanos(since);
    }

    /** Stops watching. A scan that is running goes on. */
    @Override
    public synchronized void close() {
        isClosed = true;
        recovery.cancel(false);
        if (nextScan != null) {
            nextScan.cancel(false);
        }
        try {
            if (watchService.isPresent()) {
                watchService.get().close();
            }
        } catch (IOException e) {
            // The watch service is not used again.
        }
    }

    private static Optional<WatchService> openWatchService(Path directory) {
        try {
            return Optional.of(directory.getFileSystem().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // for example if the limit of inotify instances is reached
        }
    }

    private void awaitEvents(WatchService events) {
        while (!isClosed) {
            try {
                WatchKey key = events.take();
                boolean isRelevant = isRelevant(key);
                if (!key.reset() || isRelevant) {
                    register();
                    wake();
                }
            } catch (ClosedWatchServiceException e) {
                return; // closed
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                // A full heap must not end this thread; the periodic scans find what this event announced.
            }
        }
    }

    /** Replaces a scan that the executor did not take, for example because the heap was full. */
    private void rescheduleLostScan() {
        try {
            synchronized (this) {
                if (nextScan == null && !isScanning) {
                    scheduleScan(Duration.ZERO);
                }
            }
        } catch (RuntimeException | Error e) {
            // Thrown out of here, it would end this periodic task. It is tried again after the next pause.
        }
    }

    /** Ignores events about other entries of the parent. An event without context means that events were lost. */
    private synchronized boolean isRelevant(WatchKey key) {
        Path name = directory.getFileName();
        return key.pollEvents().stream()
                .anyMatch(event -> key != parentKey
                        || event.context() == null
                        || event.context().equals(name));
    }

    /** Watches the directory that is at the path now. After a rename, the old key would watch the renamed directory. */
    private synchronized void register() {
        Object fileKey = fileKey(directory);
        if (directoryKey == null || !directoryKey.isValid() || !Objects.equals(fileKey, watchedFileKey)) {
            if (directoryKey != null) {
                directoryKey.cancel();
            }
            watchedFileKey = fileKey;
            directoryKey = register(directory);
        }
        if (parentKey == null || !parentKey.isValid()) {
            parentKey = directory.getParent() == null ? null : register(directory.getParent());
        }
    }

    private WatchKey register(Path watched) {
        try {
            return watchService.isEmpty() || isClosed
                    ? null
                    : watched.register(watchService.get(), ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        } catch (IOException | ClosedWatchServiceException e) {
            return null; // The directory does not exist now.
        }
    }

    private static Object fileKey(Path directory) {
        try {
            return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Schedules a scan after a pause, unless a scan is scheduled for an earlier time. */
    private synchronized void scheduleScan(Duration pause) {
        long at = System.nanoTime() + pause.toNanos();
        if (isClosed || executor.isShutdown() || nextScan != null && nextScanNanos - at <= 0) {
            return;
        }
        if (nextScan != null) {
            nextScan.cancel(false);
            nextScan = null; // should the executor fail to take the scan
        }
        nextScanNanos = at;
        nextScan = executor.schedule(this::scan, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void scan() {
        synchronized (this) {
            nextScan = null;
            scanStartNanos = System.nanoTime();
            isScanning = true;
        }
        Duration pause = MAX_PAUSE_WITHOUT_EVENTS;
        try {
            register();
            Duration longest = scan.get();
            pause = watchService.isPresent() || longest.compareTo(pause) < 0 ? longest : pause;
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        } finally {
            scanned(pause);
        }
    }

    private synchronized void scanned(Duration pause) {
        try {
            scheduleScan(pause);
        } finally {
            isScanning = false;
        }
    }
}
