package weir.runner;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import weir.isolation.frame.Frame;
import weir.isolation.frame.Frame.Kind;
import weir.isolation.frame.FrameException;
import weir.isolation.frame.FrameStream;

/** One request of the host while it runs. */
final class RunningCall {

    private static final Frame ENDED = new Frame(
            Frame.Kind.FAILED,
            0,
            "the market is valid during one call of decide() only".getBytes(StandardCharsets.UTF_8));

    private final FrameStream host;
    private final int number;
    private final boolean isOnReader;
    private final BlockingQueue<Frame> marketData = new LinkedBlockingQueue<>();
    private Thread thread;
    private boolean isCancelled;
    private volatile boolean hasEnded;

    /** @param isOnReader whether the thread that reads the frames makes the call, so that each answer is the next frame */
    RunningCall(FrameStream host, int number, boolean isOnReader) {
        this.host = host;
        this.number = number;
        this.isOnReader = isOnReader;
    }

    synchronized void begin() {
        thread = Thread.currentThread();
        if (isCancelled) {
            thread.interrupt();
        }
    }

    void end() {
        if (isOnReader) {
            // A thread of the strategy may be reading its answer.
            synchronized (marketData) {
                hasEnded = true;
            }
        }
        endThread();
    }

    private synchronized void endThread() {
        thread = null;
        hasEnded = true;
        marketData.add(ENDED);
        // The thread will run another call.
        Thread.interrupted();
    }

    /** Interrupts the strategy, as the host does with a strategy of its own at the deadline. */
    synchronized void cancel() {
        isCancelled = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    void receive(Frame answer) {
        marketData.add(answer);
    }

    /**
     * Asks the host for market data. One thread at a time, because the answers have no numbers of their own.
     *
     * @throws IllegalStateException if the host cannot read the data, and after the call has ended, because its market is not valid any more
     */
    byte[] askMarket(byte[] request) {
        synchronized (marketData) {
            if (hasEnded) {
                throw new IllegalStateException("the market is valid during one call of decide() only");
            }
            try {
                host.write(new Frame(Kind.MARKET, number, request));
                Frame answer = isOnReader ? readAnswer() : takeUninterruptibly();
                if (answer.kind() == Kind.FAILED) {
                    throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
                }
                return answer.body();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Frame readAnswer() throws IOException {
        Frame answer = host.read().orElseThrow(() -> new EOFException("the host has ended"));
        if (answer.call() != number || answer.kind() != Kind.MARKET_DATA && answer.kind() != Kind.FAILED) {
            throw new FrameException("kind: " + answer.kind() + " of call " + answer.call() + " during " + number);
        }
        return answer;
    }

    /** The host answers at once; an interrupt is for the strategy. */
    private Frame takeUninterruptibly() {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return marketData.take();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
