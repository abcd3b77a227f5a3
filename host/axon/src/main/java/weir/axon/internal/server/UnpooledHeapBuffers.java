package weir.axon.internal.server;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * A buffer pool whose heap buffers, into which requests are read, are used once. Jetty 12.0 may release a request buffer twice
 * (issue 12939, seen about once in 100,000 broken requests); with a pool, two clients could then share one. Direct buffers, from
 * which responses are written, are pooled.
 */
final class UnpooledHeapBuffers extends ByteBufferPool.Wrapper {

    UnpooledHeapBuffers(ByteBufferPool direct) {
        super(direct);
    }

    @Override
    public RetainableByteBuffer acquire(int size, boolean direct) {
        return direct ? super.acquire(size, true) : NON_POOLING.acquire(size, false);
    }

    /** Jetty discards the buffer of a failed write by this method; {@link Wrapper} does not delegate it. */
    @Override
    @SuppressWarnings("deprecation")
    public boolean removeAndRelease(RetainableByteBuffer buffer) {
        return getWrapped().removeAndRelease(buffer);
    }
}
