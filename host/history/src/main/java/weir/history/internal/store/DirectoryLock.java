package weir.history.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The right to write to a pool's folder, among processes; the system takes it back from one that dies. */
final class DirectoryLock implements Closeable {

    /** A turn is one append or one rename; who waits longer waits for a process that hangs. */
    private static final int ATTEMPTS = 3_000;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (tryLock(channel) != null) {
                    return new DirectoryLock(channel);
                }
                LockSupport.parkNanos(PAUSE);
            }
            throw new IOException(file + " has been held by another process for half a minute");
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The lock, or null if another process or another part of this one has it. */
    static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
