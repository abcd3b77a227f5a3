package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

class UnpooledHeapBuffersTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ServerConnector connector =
            AxonServer.of(new Server(), "127.0.0.1", 0, new ServerLimits(SECOND, SECOND, 1, SECOND, SECOND, 1, 1));

    @Test
    void whatRequestsAreReadIntoIsUsedOnceAndAnswersAreWrittenFromIsPooled() {
        boolean direct =
                connector.getConnectionFactory(HttpConnectionFactory.class).isUseInputDirectByteBuffers();
        assertFalse(direct, "requests are read into buffers on the heap");
        assertNotSame(released(false).array(), released(false).array());
        assertSame(released(true), released(true));
    }

    @Test
    void theBufferOfAnAnswerThatCouldNotBeWrittenIsNotUsedAgain() {
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
