package weir.isolation.internal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import weir.isolation.ChildException;
import weir.isolation.frame.BatchCodec;
import weir.isolation.frame.Frame;
import weir.isolation.frame.Frame.Kind;
import weir.isolation.frame.FrameException;
import weir.isolation.frame.FrameStream;
import weir.isolation.internal.PendingCalls.Call;
import weir.isolation.market.MarketMemory;
import weir.strategy.StatefulStrategy;

/**
 * One run of a child process. Callers send requests and wait for the answers; a thread reads the frames, another one the standard error.
 * A frame that breaks the protocol, and a call that takes too long, kill the process. An answer whose body cannot be read is a failure of
 * its strategy only. Thread-safe.
 */
final class ChildProcess {

    /** Time from the deadline of a call until the process is killed. */
    static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(2);

    /** Time from the end of the standard input until the process is killed. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    /** Longest body from the child: a state with its length, or the decisions of a group. */
    private static final int MAX_ANSWER =
            Math.max(StatefulStrategy.MAX_STATE_BYTES + Integer.BYTES, BatchCodec.MAX_ANSWERS_BYTES);

    private static final byte[] EMPTY = {};

    private final Process process;
    private final FrameStream stream;
    private final ChildOutput output;
    private final ScheduledExecutorService watchdog;
    private final Consumer<ChildProcess> onEnd;
    private final PendingCalls calls = new PendingCalls();
    private final MarketMemory memory = new MarketMemory();
    private volatile String killReason = "";
    private volatile boolean isStopped;
    private volatile boolean hasEnded;

    private ChildProcess(
            Process process, ChildOutput output, ScheduledExecutorService watchdog, Consumer<ChildProcess> onEnd) {
        this.process = process;
        this.output = output;
        this.watchdog = watchdog;
        this.onEnd = onEnd;
        this.stream = new FrameStream(
                new BufferedInputStream(process.getInputStream()), process.getOutputStream(), MAX_ANSWER);
    }

    /**
     * Starts a process.
     *
     * @param name name of the publisher, for threads and the log
     * @param onEnd called once when the process has ended, on another thread
     * @throws ChildException if it does not start
     */
    static ChildProcess start(
            List<String> command,
            Path directory,
            String name,
            ScheduledExecutorService watchdog,
            Consumer<ChildProcess> onEnd) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ChildException("the program " + command.get(0) + " does not start: " + e.getMessage());
        }
        ChildOutput output = new ChildOutput(name, System::nanoTime);
        ChildProcess child = new ChildProcess(process, output, watchdog, onEnd);
        try {
            startThread("weir output of " + name, () -> output.copy(process.getErrorStream(), child::kill));
            startThread("weir answers of " + name, child::readFrames);
        } catch (OutOfMemoryError e) {
            process.destroyForcibly();
            throw new ChildException("the system cannot start a thread (" + e.getMessage() + ")");
        }
        process.onExit().thenCompose(ended -> output.end()).thenRun(child::end);
        return child;
    }

    private static void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    long pid() {
        return process.pid();
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /** Whether the end of the process was wanted. */
    boolean isStopped() {
        return isStopped;
    }

    /** The bundles whose calls were running when the process ended, or are running. */
    Set<String> busyBundles() {
        return calls.bundles();
    }

    /** The market data that was sent to the process. */
    MarketMemory memory() {
        return memory;
    }

    /** Why the process has ended. */
    String endReason() {
        if (!killReason.isEmpty()) {
            return "its child process was killed because " + killReason;
        }
        String line = output.lastLine();
        return "its child process ended with exit code " + process.exitValue() + (line.isEmpty() ? "" : ": " + line);
    }

    /**
     * Sends a request and waits for its answer. If a decision is interrupted, its deadline has passed: the child is told, and has
     * {@link #CANCEL_TIMEOUT} to answer. If a command is interrupted while it waits for decisions, the child is killed. Other requests
     * continue to wait. The thread is interrupted again before this method returns.
     *
     * @param bundle hash of the bundle that the request is for
     * @param limit longest time; the process is killed then
     * @param market answers the child's questions about the market; empty if it must not ask
     * @throws ChildEndedException if the process ends before it answers
     */
    Frame request(String bundle, Kind kind, byte[] body, Duration limit, Optional<MarketAnswers> market) {
        ScheduledFuture<?> kill =
                killAfter(limit, "a call (" + kind + ") has not returned within " + limit.toSeconds() + " s");
        Call call = calls.add(bundle);
        boolean isInterrupted = false;
        try {
            if (hasEnded) {
                throw new ChildEndedException(endReason());
            }
            send(new Frame(kind, call.number(), body));
            while (true) {
                try {
                    Frame frame = call.frames().take();
                    if (frame == PendingCalls.ENDED) {
                        throw new ChildEndedException(endReason());
                    }
                    if (frame.kind() != Kind.MARKET) {
                        return frame;
                    }
                    answerMarket(frame, market);
                } catch (InterruptedException e) {
                    boolean isFirst = !isInterrupted;
                    isInterrupted = true;
                    if (isFirst && kind == Kind.DECIDE) {
                        kill.cancel(false);
                        kill = killAfter(
                                CANCEL_TIMEOUT,
                                "a call has not returned " + CANCEL_TIMEOUT.toSeconds() + " s after its deadline");
                        send(new Frame(Kind.CANCEL, call.number(), EMPTY));
                    } else if (isFirst && kind == Kind.DECIDE_ALL) {
                        kill("the command was interrupted");
                    }
                }
            }
        } finally {
            kill.cancel(false);
            calls.remove(call);
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void answerMarket(Frame request, Optional<MarketAnswers> market) {
        try {
            send(market.orElseThrow(() -> new FrameException("kind: MARKET without a decision"))
                    .to(request));
        } catch (FrameException e) {
            kill("it sent an invalid request: " + e.getMessage());
        }
    }

    private ScheduledFuture<?> killAfter(Duration limit, String reason) {
        try {
            return watchdog.schedule(() -> kill(reason), limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            kill("");
            throw new ChildEndedException("the host is stopping");
        }
    }

    /** If the process has ended, the caller learns that from its queue. */
    private void send(Frame frame) {
        try {
            stream.write(frame);
        } catch (IOException e) {
            kill("");
        }
    }

    private void readFrames() {
        try {
            for (Optional<Frame> frame = stream.read(); frame.isPresent(); frame = stream.read()) {
                calls.deliver(frame.get());
            }
            kill(""); // it has closed its output
        } catch (FrameException e) {
            kill("it sent an invalid frame: " + e.getMessage());
        } catch (IOException e) {
            kill("");
        }
    }

    private void kill(String reason) {
        if (killReason.isEmpty() && !isStopped && process.isAlive()) {
            killReason = reason;
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void end() {
        hasEnded = true;
        try {
            // First, because it looks at the running calls.
            onEnd.accept(this);
        } finally {
            calls.end();
            close(process.getOutputStream());
        }
    }

    /** Ends the process: it exits when its standard input ends, and is killed if it does not. */
    void stop() {
        isStopped = true;
        try {
            ScheduledFuture<?> kill = killAfter(STOP_TIMEOUT, "");
            process.onExit().thenRun(() -> kill.cancel(false));
        } catch (ChildEndedException e) {
            return; // killed
        }
        close(process.getOutputStream());
    }

    /** Kills the process. */
    void destroy() {
        isStopped = true;
        kill("");
    }

    /** Waits until the process has ended, at most a second. */
    void awaitEnd() throws InterruptedException {
        process.waitFor(STOP_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void close(Closeable stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // The process has ended.
        }
    }
}
