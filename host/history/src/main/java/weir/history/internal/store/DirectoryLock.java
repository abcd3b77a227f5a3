package weir.history.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Exclusive permission to write to a pool's directory, among the threads of this process and among processes. It is held for one
 * append or one rename. The operating system releases the lock of a process that dies.
 */
final class DirectoryLock implements Closeable {

    /** A process may not lock a file twice, so its own threads exclude each other here. One entry per pool that is written. */
    private static final Map<Path, ReentrantLock> THIS_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel channel;

    private DirectoryLock(ReentrantLock thread, FileChannel channel) {
        this.thread = thread;
        this.channel = channel;
    }

    /** Waits for the lock. */
    static DirectoryLock acquire(Path directory) throws IOException {
        Path file = directory.toRealPath().resolve("lock");
        ReentrantLock thread = THIS_PROCESS.computeIfAbsent(file, absent -> new ReentrantLock(true));
        thread.lock();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new DirectoryLock(thread, channel);
        } catch (IOException | RuntimeException e) {
            try (FileChannel opened = channel) {
                thread.unlock();
                throw e;
            }
        }
    }

    /** Locks a file without waiting; null if another process, or another channel of this one, holds the lock. */
    static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            thread.unlock();
        }
    }
}
