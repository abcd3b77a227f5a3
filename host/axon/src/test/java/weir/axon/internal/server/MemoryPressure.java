package weir.axon.internal.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Simulates a heap that is too full to write a response body: such a write throws. */
final class MemoryPressure extends Handler.Wrapper {

    private volatile int writable = Integer.MAX_VALUE;

    MemoryPressure(Handler handler) {
        super(handler);
    }

    /** From now on, only bodies of at most so many bytes can be written. */
    void limitBodies(int bytes) {
        writable = bytes;
    }

    void relieve() {
        writable = Integer.MAX_VALUE;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(
                request,
                new Response.Wrapper(request, response) {
                    @Override
                    public void write(boolean last, ByteBuffer content, Callback written) {
                        if (BufferUtil.length(content) > writable) {
                            throw new OutOfMemoryError("as a strategy that fills the heap causes it");
                        }
                        super.write(last, content, written);
                    }
                },
                callback);
    }
}
