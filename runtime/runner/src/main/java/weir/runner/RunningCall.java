package weir.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import weir.isolation.frame.Frame;
import weir.isolation.frame.Frame.Kind;
import weir.isolation.frame.FrameStream;

/** One request of the host while it runs. */
final class RunningCall {

    private static final Frame ENDED = new Frame(
            Frame.Kind.FAILED,
            0,
            "the market is valid during one call of decide() only".getBytes(StandardCharsets.UTF_8));

    private final FrameStream host;
    private final int number;
    private final BlockingQueue<Frame> marketData = new LinkedBlockingQueue<>();
    private Thread thread;
    private boolean isCancelled;
    private volatile boolean hasEnded;

    RunningCall(FrameStream host, int number) {
        this.host = host;
        this.number = number;
    }

    synchronized void begin() {
        thread = Thread.currentThread();
        if (isCancelled) {
            thread.interrupt();
        }
    }

    synchronized void end() {
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
                Frame answer = takeUninterruptibly();
                if (answer.kind() == Kind.FAILED) {
                    throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
                }
                return answer.body();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
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
