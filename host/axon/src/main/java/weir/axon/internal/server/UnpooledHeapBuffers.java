package weir.axon.internal.server;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * A buffer pool that does not reuse heap buffers, into which Jetty reads requests. Jetty 12.0 may release such a buffer twice (issue
 * 12939, about once in 100,000 broken requests); two clients could then share a reused buffer. Direct buffers, from which Jetty writes
 * responses, are reused.
 */
final class UnpooledHeapBuffers extends ByteBufferPool.Wrapper {

    UnpooledHeapBuffers(ByteBufferPool direct) {
        super(direct);
    }

    @Override
    public RetainableByteBuffer acquire(int size, boolean direct) {
        return direct ? super.acquire(size, true) : NON_POOLING.acquire(size, false);
    }

    /** Jetty calls this after a failed write; {@link Wrapper} does not delegate it. */
    @Override
    @SuppressWarnings("deprecation")
    public boolean removeAndRelease(RetainableByteBuffer buffer) {
        return getWrapped().removeAndRelease(buffer);
    }
}
