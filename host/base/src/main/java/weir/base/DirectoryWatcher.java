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
 * Calls a scan when the entries of a directory change. A directory that is deleted, replaced or created later is found, because
 * its parent is watched, too. The events of a burst cause one scan.
 *
 * <p>The scan runs on the given executor; with one thread it never runs twice at once. It returns the longest pause until the next
 * scan, for file systems without events and for files that must be looked at again. If the system offers no events, that pause is
 * at most {@link #WITHOUT_EVENTS}. After a scan that throws, the next one follows in {@link #WITHOUT_EVENTS}, and the exception goes
 * to the thread's uncaught exception handler. Thread-safe.
 */
public final class DirectoryWatcher implements AutoCloseable {

    /** From the first event to the scan. */
    public static final Duration BURST = Duration.ofMillis(20);

    /** Longest pause between two scans if the system offers no events. */
    public static final Duration WITHOUT_EVENTS = Duration.ofSeconds(1);

    private final Path directory;
    private final ScheduledExecutorService executor;
    private final Supplier<Duration> scan;
    private final Optional<WatchService> service;
    private WatchKey directoryKey;
    private Object directoryId;
    private WatchKey parentKey;
    private Future<?> next;
    private long nextAt;
    private boolean isScanning;
    /** When the current scan began or the next one is due. Read without the lock, which a file system that hangs may hold. */
    private volatile long due;

    private volatile boolean closed;

    /**
     * Starts watching; the first scan follows at once.
     *
     * @param directory a directory, which need not exist
     * @param executor runs the scans; it stays open when this is closed
     * @param scan reads the directory and returns the longest pause until the next scan
     */
    public DirectoryWatcher(Path directory, ScheduledExecutorService executor, Supplier<Duration> scan) {
        this.directory = directory.toAbsolutePath();
        this.executor = executor;
        this.scan = scan;
        this.service = watchService(directory);
        register();
        service.ifPresent(events -> {
            Thread thread = new Thread(() -> takeEvents(events), "watch " + directory);
            thread.setDaemon(true);
            thread.start();
        });
        scanIn(Duration.ZERO);
    }

    /** Brings the next scan forward, as an event does. */
    public void wake() {
        scanIn(BURST);
    }

    /**
     * How long the current scan has been running, or the next one is late; zero between two scans. More than seconds mean that
     * something blocks the executor's thread.
     */
    public Duration overdue() {
        long since = System.nanoTime() - due;
        return closed || since < 0 ? Duration.ZERO : Duration.ofNanos(since);
    }

    /** Ends watching. Does not wait for a scan that runs. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
        try {
            if (service.isPresent()) {
                service.get().close();
            }
        } catch (IOException e) {
            // Nothing uses it any more.
        }
    }

    private static Optional<WatchService> watchService(Path directory) {
        try {
            return Optional.of(directory.getFileSystem().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // for example the limit of inotify instances
        }
    }

    private void takeEvents(WatchService events) {
        try {
            while (true) {
                WatchKey key = events.take();
                boolean isRelevant = isRelevant(key);
                if (!key.reset() || isRelevant) {
                    register();
                    wake();
                }
            }
        } catch (ClosedWatchServiceException e) {
            // closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of the parent's entries only the directory counts. An event without context is an overflow. */
    private synchronized boolean isRelevant(WatchKey key) {
        Path name = directory.getFileName();
        return key.pollEvents().stream()
                .anyMatch(event -> key != parentKey
                        || event.context() == null
                        || event.context().equals(name));
    }

    /** Watches what is at the path now: after a rename the old key still watches the renamed directory. */
    private synchronized void register() {
        Object id = id(directory);
        if (directoryKey == null || !directoryKey.isValid() || !Objects.equals(id, directoryId)) {
            if (directoryKey != null) {
                directoryKey.cancel();
            }
            directoryId = id;
            directoryKey = register(directory);
        }
        if (parentKey == null || !parentKey.isValid()) {
            parentKey = directory.getParent() == null ? null : register(directory.getParent());
        }
    }

    private WatchKey register(Path watched) {
        try {
            return service.isEmpty() || closed
                    ? null
                    : watched.register(service.get(), ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        } catch (IOException | ClosedWatchServiceException e) {
            return null; // it does not exist now
        }
    }

    private static Object id(Path directory) {
        try {
            return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Schedules a scan unless an earlier one is scheduled. */
    private synchronized void scanIn(Duration pause) {
        long at = System.nanoTime() + pause.toNanos();
        if (closed || executor.isShutdown() || next != null && nextAt - at <= 0) {
            return;
        }
        if (next != null) {
            next.cancel(false);
            next = null; // should the executor fail to take the scan
        }
        nextAt = at;
        due = isScanning ? due : at;
        next = executor.schedule(this::scan, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void scan() {
        synchronized (this) {
            next = null;
            isScanning = true;
            due = System.nanoTime();
        }
        Duration pause = WITHOUT_EVENTS;
        try {
            register();
            Duration longest = scan.get();
            pause = service.isPresent() || longest.compareTo(pause) < 0 ? longest : pause;
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        } finally {
            scanned(pause);
        }
    }

    private synchronized void scanned(Duration pause) {
        isScanning = false;
        due = next == null ? System.nanoTime() + pause.toNanos() : nextAt;
        scanIn(pause);
    }
}
