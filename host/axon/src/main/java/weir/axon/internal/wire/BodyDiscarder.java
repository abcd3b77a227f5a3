package weir.axon.internal.wire;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** Reads a request's body that nobody wants, so that the next request can follow it. Keeps nothing. */
public final class BodyDiscarder implements ReadListener {

    /** Written by all, read by nobody. */
    private static final byte[] NOWHERE = new byte[4096];

    /** What becomes of the body; called once. */
    public interface Receiver {

        /** The body is out of the way. */
        void gone();

        /** The peer went away, or was sent away. */
        void lost();
    }

    private final ServletInputStream in;
    private final Receiver receiver;
    private boolean done;

    private BodyDiscarder(ServletInputStream in, Receiver receiver) {
        this.in = in;
        this.receiver = receiver;
    }

    /** Begins to read; the request must have been made asynchronous, and its body be {@link BodyReader#isCheap cheap}. */
    public static void read(ServletInputStream in, Receiver receiver) {
        in.setReadListener(new BodyDiscarder(in, receiver));
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (in.isReady() && in.read(NOWHERE) >= 0) {
            // Until there is no more, or none yet.
        }
    }

    @Override
    public void onAllDataRead() {
        if (!done) {
            done = true;
            receiver.gone();
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (!done) {
            done = true;
            receiver.lost();
        }
    }
}
