package weir.history.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock for writing to a pool's directory, among the threads of this process and among processes. Writers hold it for one append or
 * one rename. If a process dies, the operating system releases its lock.
 */
final class DirectoryLock implements Closeable {

    /** Locks among the threads of this process, which cannot lock the same file twice. One entry per pool that is written. */
    private static final Map<Path, ReentrantLock> THREAD_LOCKS = new ConcurrentHashMap<>();

    private final ReentrantLock threadLock;
    private final FileChannel channel;

    private DirectoryLock(ReentrantLock threadLock, FileChannel channel) {
        this.threadLock = threadLock;
        this.channel = channel;
    }

    /** Waits for the lock and returns it. */
    static DirectoryLock acquire(Path directory) throws IOException {
        Path file = directory.toRealPath().resolve("lock");
        ReentrantLock threadLock = THREAD_LOCKS.computeIfAbsent(file, absent -> new ReentrantLock(true));
        threadLock.lock();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new DirectoryLock(threadLock, channel);
        } catch (IOException | RuntimeException e) {
            try (FileChannel opened = channel) {
                threadLock.unlock();
                throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            threadLock.unlock();
        }
    }
}
