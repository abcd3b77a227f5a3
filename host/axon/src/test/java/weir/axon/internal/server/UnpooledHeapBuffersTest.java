package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnpooledHeapBuffersTest {

    private AxonServer server;
    private ServerConnector connector;

    @BeforeEach
    void start() throws Exception {
        server = new AxonServer("127.0.0.1", 0, TestServer.GENEROUS, 16, new DefaultHandler());
        connector = server.connector();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void requestBuffersAreUsedOnceAndResponseBuffersArePooled() {
        boolean direct =
                connector.getConnectionFactory(HttpConnectionFactory.class).isUseInputDirectByteBuffers();
        assertFalse(direct, "requests are read into heap buffers");
        assertNotSame(released(false).array(), released(false).array());
        assertSame(released(true), released(true));
    }

    @Test
    void buffersOfFailedWritesAreNotReused() {
        ByteBufferPool pool = connector.getByteBufferPool();
        RetainableByteBuffer failed = pool.acquire(8192, true);
        ByteBuffer bytes = failed.getByteBuffer();
        pool.removeAndRelease(failed);
        assertNotSame(bytes, released(true));
    }

    private ByteBuffer released(boolean direct) {
        ByteBufferPool pool = connector.getByteBufferPool();
        RetainableByteBuffer buffer = pool.acquire(8192, direct);
        ByteBuffer bytes = buffer.getByteBuffer();
        buffer.release();
        return bytes;
    }
}
