package weir.isolation.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.isolation.ChildException;
import weir.isolation.ChildSettings;
import weir.isolation.Placement;
import weir.isolation.RemoteComponent;
import weir.isolation.batch.ProcessEndedException;
import weir.isolation.batch.StrategyProcess;
import weir.isolation.frame.BatchCodec;
import weir.isolation.frame.Frame;
import weir.isolation.frame.Frame.Kind;
import weir.isolation.frame.FrameException;
import weir.isolation.frame.FrameReader;
import weir.isolation.frame.FrameWriter;
import weir.isolation.frame.PropertyCodec;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;

/** A child process of a command. The first instance brings the JAR; the others are created from its classes. */
public final class BatchProcess implements StrategyProcess {

    /** Longest creation or end of an instance; the first one includes the start of the process. */
    private static final Duration LIFECYCLE_LIMIT = Duration.ofSeconds(30);

    /**
     * Longest call for several queries, in limits of one. A strategy that does not end delays others no longer; a group of slow ones is
     * played again in smaller groups.
     */
    private static final int GROUP_LIMIT = 2;

    private final RemoteComponent component;
    private final byte[] jar;
    private final Duration queryLimit;
    private final ChildProcess process;
    private int lastInstance;
    /** An instance whose classes the next one uses; 0 if there was none. It is not ended, because its classes are needed. */
    private int loaded;

    private BatchProcess(RemoteComponent component, byte[] jar, Duration queryLimit, ChildProcess process) {
        this.component = component;
        this.jar = jar;
        this.queryLimit = queryLimit;
        this.process = process;
    }

    /** Starts a process, which the pool kills when it is closed. */
    public static BatchProcess start(RemoteComponent component, ChildSettings settings, ChildPool pool)
            throws IOException {
        if (RemoteInstance.isJarTooLarge(component)) {
            throw new IOException(RemoteInstance.JAR_TOO_LARGE);
        }
        byte[] jar = Files.readAllBytes(component.jar());
        BatchProcess started =
                new BatchProcess(component, jar, settings.callLimit(), pool.startForCommand(component.placement()));
        awaitFirstAnswer(started.process);
        return started;
    }

    /**
     * Starts a process without a strategy, and ends it.
     *
     * @throws ChildException if it does not start or not answer, because of the machine, or of the operator's command
     */
    public static void tryStart(Placement placement, ChildPool pool) {
        ChildProcess process = pool.startForCommand(placement);
        try {
            awaitFirstAnswer(process);
        } finally {
            process.destroy();
        }
    }

    /** A process that ends before it has any code of the strategy does so because of the machine, or of the operator's command. */
    private static void awaitFirstAnswer(ChildProcess process) {
        try {
            byte[] unknownInstance = new FrameWriter().int32(0).toBody();
            Frame answer = process.request("", Kind.END, unknownInstance, LIFECYCLE_LIMIT, Optional.empty());
            if (answer.kind() != Kind.FAILED) {
                process.destroy();
                throw new ChildException("it answered " + answer.kind() + " to the end of an unknown instance");
            }
        } catch (ChildEndedException e) {
            throw new ChildException(e.getMessage());
        }
    }

    @Override
    public int create(Map<String, Object> properties) {
        int id = ++lastInstance;
        FrameWriter body = new FrameWriter().int32(id);
        if (loaded > 0) {
            PropertyCodec.write(body.int32(loaded), properties);
            requireCreated(request(Kind.CREATE_LIKE, body, LIFECYCLE_LIMIT, Optional.empty()));
        } else {
            RemoteInstance.writeComponent(body, component, properties, jar);
            requireCreated(request(Kind.CREATE, body, LIFECYCLE_LIMIT, Optional.empty()));
            loaded = id;
        }
        return id;
    }

    private void requireCreated(Frame answer) {
        if (answer.kind() == Kind.FAILED) {
            throw new ChildException(RemoteInstance.failure(answer));
        }
        requireDone(answer);
    }

    @Override
    public List<Answer> decide(List<Integer> instances, List<RebalanceQuery> queries, Market market) {
        FrameWriter body = new FrameWriter();
        BatchCodec.write(body, instances, queries, market.isBacktest());
        Frame answer = request(
                Kind.DECIDE_ALL,
                body,
                queries.size() == 1 ? queryLimit : queryLimit.multipliedBy(GROUP_LIMIT),
                Optional.of(market));
        try {
            return BatchCodec.answers(content(answer, Kind.DECISIONS), queries.size());
        } catch (FrameException e) {
            throw kill("it sent an invalid frame: " + e.getMessage());
        }
    }

    @Override
    public void end(int instance) {
        if (instance != loaded) {
            Frame answer = request(Kind.END, new FrameWriter().int32(instance), LIFECYCLE_LIMIT, Optional.empty());
            // The instance has ended, too, if its deactivation fails.
            if (answer.kind() != Kind.FAILED) {
                requireDone(answer);
            }
        }
    }

    private Frame request(Kind kind, FrameWriter body, Duration limit, Optional<Market> market) {
        try {
            return process.request(
                    component.hash(),
                    kind,
                    body.toBody(),
                    limit,
                    market.map(each -> new MarketAnswers(each, process.memory(), 0, asked -> {})));
        } catch (ChildEndedException e) {
            throw new ProcessEndedException(e.getMessage());
        }
    }

    private void requireDone(Frame answer) {
        try {
            content(answer, Kind.DONE).end();
        } catch (FrameException e) {
            throw kill("it sent an invalid frame: " + e.getMessage());
        }
    }

    private FrameReader content(Frame answer, Kind expected) {
        if (answer.kind() == Kind.FAILED) {
            throw kill(
                    "it answered " + Kind.FAILED + " instead of " + expected + ": " + RemoteInstance.failure(answer));
        }
        if (answer.kind() != expected) {
            throw kill("it answered " + answer.kind() + " instead of " + expected);
        }
        return new FrameReader(answer.body());
    }

    private ProcessEndedException kill(String reason) {
        process.destroy();
        return new ProcessEndedException("its child process was killed because " + reason);
    }

    @Override
    public boolean hasEnded() {
        return process.hasEnded() || process.isStopped();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
