package weir.isolation.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import weir.isolation.ChildException;
import weir.isolation.RemoteComponent;
import weir.isolation.RemoteStrategy;
import weir.isolation.frame.Frame;
import weir.isolation.frame.Frame.Kind;
import weir.isolation.frame.FrameReader;
import weir.isolation.frame.FrameWriter;
import weir.isolation.frame.PropertyCodec;
import weir.isolation.frame.StrategyCodec;
import weir.isolation.market.ExpectedQuestions;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.StatefulStrategy;

/**
 * A strategy instance in a child process. If the process was started again, the instance is created there before the next call, with the
 * state that was last saved or restored. A call that was running when the process ended is repeated once. Thread-safe.
 */
final class RemoteInstance implements RemoteStrategy {

    /** Largest JAR. The child keeps it in memory. */
    private static final int MAX_JAR_MIB = 8;

    static final String JAR_TOO_LARGE = "its JAR has more than " + MAX_JAR_MIB
            + " MiB, the most that a child process loads; leave out what it does not need";

    /** Longest message of a failure. The child cuts it, too, but may be hostile. */
    private static final int MAX_FAILURE_BYTES = 900;

    /**
     * Longest creation. It includes the start of the process, which takes long on a busy machine. The router waits 3 s and then reports
     * the delay, while the previous version serves.
     */
    private static final Duration CREATION_LIMIT = Duration.ofSeconds(30);

    /** Longest saving, restoring or end: the router waits 3 s. */
    private static final Duration LIFECYCLE_LIMIT = Duration.ofSeconds(5);

    private final ChildSupervisor supervisor;
    private final RemoteComponent component;
    private final Map<String, Object> properties;
    private final Duration callLimit;
    private final int id;
    /** Held while the instance is created in a process. */
    private final ReentrantLock creation = new ReentrantLock();
    /** The process that has the instance; {@code null} if none has. */
    private final AtomicReference<ChildProcess> process = new AtomicReference<>();
    /** Why the instance could not be created in a process, which is not tried again there. Guarded by {@link #creation}. */
    private Optional<Failure> failure = Optional.empty();

    private volatile Optional<byte[]> state = Optional.empty();
    private final ExpectedQuestions expected = new ExpectedQuestions();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private record Failure(ChildProcess process, String message) {}

    RemoteInstance(
            ChildSupervisor supervisor,
            RemoteComponent component,
            Map<String, Object> properties,
            Duration callLimit,
            int id) {
        this.supervisor = supervisor;
        this.component = component;
        this.properties = Map.copyOf(properties);
        this.callLimit = callLimit;
        this.id = id;
    }

    String bundle() {
        return component.hash();
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        ExpectedQuestions.Call questions = expected.call(query.blockNumber());
        Frame answer = call(
                Kind.DECIDE,
                current -> {
                    FrameWriter body = new FrameWriter().int32(id).bool(market.isBacktest());
                    StrategyCodec.write(body, query);
                    questions.write(body, market, current.memory(), id);
                    return body;
                },
                callLimit,
                current -> Optional.of(new MarketAnswers(market, current.memory(), id, questions::asked)));
        if (answer.kind() == Kind.DONE) {
            return null;
        }
        FrameReader from = content(answer, Kind.DECISION);
        questions.end(from.bool("areUsed"));
        Decision decision = StrategyCodec.decision(from);
        from.end();
        return decision;
    }

    @Override
    public byte[] saveState() {
        Frame answer = call(Kind.SAVE, new FrameWriter().int32(id));
        FrameReader from = content(answer, Kind.STATE);
        byte[] saved = from.bytes("state", StatefulStrategy.MAX_STATE_BYTES);
        from.end();
        keep(saved);
        return saved;
    }

    @Override
    public void restoreState(byte[] saved) {
        Frame answer = call(Kind.RESTORE, new FrameWriter().int32(id).bytes(saved));
        content(answer, Kind.DONE).end();
        keep(saved.clone());
    }

    private void keep(byte[] saved) {
        state = Optional.of(saved);
    }

    private Frame call(Kind kind, FrameWriter body) {
        return call(kind, current -> body, LIFECYCLE_LIMIT, current -> Optional.empty());
    }

    /**
     * @param body returns the body for a process
     * @param market answers the questions of a process
     */
    private Frame call(
            Kind kind,
            Function<ChildProcess, FrameWriter> body,
            Duration limit,
            Function<ChildProcess, Optional<MarketAnswers>> market) {
        try {
            return callOnce(kind, body, limit, market);
        } catch (ChildEndedException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new ChildException(e.getMessage());
            }
        }
        try {
            return callOnce(kind, body, limit, market);
        } catch (ChildEndedException e) {
            throw new ChildException(e.getMessage());
        }
    }

    private Frame callOnce(
            Kind kind,
            Function<ChildProcess, FrameWriter> body,
            Duration limit,
            Function<ChildProcess, Optional<MarketAnswers>> market) {
        ChildProcess current = supervisor.process(this);
        createIn(current);
        return current.request(component.hash(), kind, body.apply(current).toBody(), limit, market.apply(current));
    }

    /**
     * Creates the instance in a process, unless it is there already. Waits while another thread does that; an interrupt ends the wait.
     *
     * @throws ChildException if the strategy fails, or has failed in this process before
     */
    void createIn(ChildProcess current) {
        requireOpen();
        if (process.get() == current) {
            return;
        }
        try {
            creation.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildException("it is being created again in a new child process");
        }
        try {
            requireOpen();
            if (process.get() != current) {
                requireNoFailure(current);
                create(current);
            }
        } finally {
            creation.unlock();
        }
    }

    private void requireOpen() {
        if (isClosed.get()) {
            throw new ChildException("it was ended");
        }
    }

    private void requireNoFailure(ChildProcess current) {
        failure.filter(last -> last.process() == current).ifPresent(last -> {
            throw new ChildException(last.message());
        });
    }

    private void create(ChildProcess current) {
        FrameWriter body = new FrameWriter().int32(id);
        writeComponent(body, component, properties, readJar());
        try {
            requireDone(current, Kind.CREATE, body.toBody(), CREATION_LIMIT);
            process.set(current);
            if (state.isPresent()) {
                byte[] restore = new FrameWriter().int32(id).bytes(state.get()).toBody();
                requireDone(current, Kind.RESTORE, restore, LIFECYCLE_LIMIT);
            }
            requireOpen();
        } catch (ChildException e) {
            failure = Optional.of(new Failure(current, e.getMessage()));
            end();
            throw e;
        }
    }

    private void requireDone(ChildProcess current, Kind kind, byte[] body, Duration limit) {
        content(current.request(component.hash(), kind, body, limit, Optional.empty()), Kind.DONE)
                .end();
    }

    /** Ends the instance in its process, once. */
    private void end() {
        ChildProcess last = process.getAndSet(null);
        if (last != null && !last.hasEnded()) {
            try {
                requireDone(last, Kind.END, new FrameWriter().int32(id).toBody(), LIFECYCLE_LIMIT);
            } catch (ChildEndedException e) {
                // The instance has ended with its process.
            }
        }
    }

    /** The body of a frame that creates an instance, after its number. */
    static void writeComponent(FrameWriter to, RemoteComponent component, Map<String, Object> properties, byte[] jar) {
        to.text(component.implementation())
                .text(component.activate())
                .text(component.deactivate())
                .int32(component.constructorParameters())
                .list(component.activationFields(), FrameWriter::text);
        PropertyCodec.write(to, properties);
        to.bytes(jar);
    }

    static boolean isJarTooLarge(RemoteComponent component) throws IOException {
        return Files.size(component.jar()) > MAX_JAR_MIB << 20;
    }

    private byte[] readJar() {
        try {
            if (isJarTooLarge(component)) {
                throw new ChildException(JAR_TOO_LARGE);
            }
            return Files.readAllBytes(component.jar());
        } catch (IOException e) {
            throw new ChildException("its JAR cannot be read: " + e);
        }
    }

    /** The text of a failure that a child process reports. */
    static String failure(Frame answer) {
        return ChildOutput.printable(answer.body(), Math.min(answer.body().length, MAX_FAILURE_BYTES));
    }

    /** The fields of an answer. */
    private static FrameReader content(Frame answer, Kind expected) {
        if (answer.kind() == Kind.FAILED) {
            throw new ChildException(failure(answer));
        }
        if (answer.kind() != expected) {
            throw new ChildException("its child process answered " + answer.kind() + " instead of " + expected);
        }
        return new FrameReader(answer.body());
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            try {
                end();
            } finally {
                supervisor.remove(this);
            }
        }
    }
}
