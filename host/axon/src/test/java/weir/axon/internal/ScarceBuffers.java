package weir.axon.internal;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/** Jetty's pool of buffers on a heap that can be made too full for an answer to be gathered in one. */
final class ScarceBuffers extends ByteBufferPool.Wrapper {

    /** Those of headers are larger. */
    private static final int ANSWERS = 4096;

    private volatile int room = ANSWERS;

    ScarceBuffers() {
        super(new ArrayByteBufferPool());
    }

    /** From now on there is room for answers of so many bytes. */
    void leaveRoom(int bytes) {
        room = bytes;
    }

    void leaveRoom() {
        room = ANSWERS;
    }

    @Override
    public RetainableByteBuffer acquire(int size, boolean direct) {
        if (size > room && size <= ANSWERS) {
            throw new OutOfMemoryError("as a strategy that fills the heap causes it");
        }
        return super.acquire(size, direct);
    }

    /** A wrapper does not pass it on by itself. */
    @Override
    @SuppressWarnings("deprecation")
    public boolean removeAndRelease(RetainableByteBuffer buffer) {
        return getWrapped().removeAndRelease(buffer);
    }
}
