package weir.axon.internal.listener;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Buffers of an open port: those that requests are read into, which are the ones on the heap, are used once. Jetty 12.0 may release such a
 * buffer twice (its issue 12939; broken requests on kept connections do it once in 100,000), and one out of a pool could by then
 * belong to another peer. Answers' buffers stay pooled.
 */
final class RequestBuffers extends ByteBufferPool.Wrapper {

    RequestBuffers(ByteBufferPool answers) {
        super(answers);
    }

    @Override
    public RetainableByteBuffer acquire(int size, boolean direct) {
        return direct ? super.acquire(size, true) : NON_POOLING.acquire(size, false);
    }

    /** Jetty's way out for the buffer of an answer that could not be written; a wrapper does not pass it on by itself. */
    @Override
    @SuppressWarnings("deprecation")
    public boolean removeAndRelease(RetainableByteBuffer buffer) {
        return getWrapped().removeAndRelease(buffer);
    }
}
