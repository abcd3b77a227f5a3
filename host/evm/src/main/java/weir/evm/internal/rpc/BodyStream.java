package weir.evm.internal.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer as a stream. A read fails at the deadline, because the timeout of Java's HTTP client ends with the headers. The
 * client delivers a limited number of parts of 16 KiB in advance, so that the two threads seldom wait for each other. One thread reads;
 * the client's thread writes.
 */
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {

    /** A part of the body; after the last one, its end, possibly with the reason why the transfer failed. */
    private record Part(List<ByteBuffer> buffers, boolean isEnd, Throwable failure) {}

    /** Parts that the client may deliver in advance: 1 MiB. Half of them are requested at once. */
    private static final int WINDOW = 64;

    private final long deadlineNs;
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> current = new ArrayDeque<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private int taken;
    private boolean hasEnded;

    /** @param deadlineNs time of {@link System#nanoTime} at which reading fails */
    BodyStream(long deadlineNs) {
        this.deadlineNs = deadlineNs;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        newSubscription.request(WINDOW);
        subscription.complete(newSubscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        parts.add(new Part(buffers, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        parts.add(new Part(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        parts.add(new Part(List.of(), true, null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            ByteBuffer buffer = current.peek();
            if (buffer == null) {
                if (hasEnded) {
                    return -1;
                }
                awaitPart();
            } else if (!buffer.hasRemaining()) {
                current.remove();
            } else {
                int count = Math.min(length, buffer.remaining());
                buffer.get(target, offset, count);
                return count;
            }
        }
    }

    private void awaitPart() throws IOException {
        Part part;
        try {
            part = parts.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (part == null) {
            throw new HttpTimeoutException("the body did not end in time");
        }
        if (part.failure != null) {
            throw new IOException(part.failure.getMessage(), part.failure);
        }
        hasEnded = part.isEnd;
        current.addAll(part.buffers);
        if (!hasEnded && ++taken % (WINDOW / 2) == 0) {
            subscription.thenAccept(source -> source.request(WINDOW / 2));
        }
    }

    /** Ends the transfer. */
    @Override
    public void close() {
        hasEnded = true;
        current.clear();
        subscription.thenAccept(Flow.Subscription::cancel);
    }
}
