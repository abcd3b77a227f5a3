package weir.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import weir.isolation.frame.Frame;
import weir.isolation.frame.Frame.Kind;
import weir.isolation.frame.FrameException;
import weir.isolation.frame.FrameReader;
import weir.isolation.frame.FrameStream;
import weir.isolation.frame.FrameWriter;
import weir.isolation.frame.StrategyCodec;
import weir.isolation.market.ExpectedAnswers;
import weir.isolation.market.MarketMemory;
import weir.isolation.market.RemoteMarket;
import weir.runner.component.ComponentInstance;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.StatefulStrategy;

/** Executes each request of the host on a thread and sends its answer. {@link #handle} is called on one thread. */
final class RequestHandler {

    /** More calls at once than the host makes. */
    private static final int MAX_THREADS = 64;

    private static final int MAX_REASON_LENGTH = 300;
    private static final byte[] EMPTY = {};

    private final FrameStream host;
    private final Map<Integer, ComponentInstance> instances = new ConcurrentHashMap<>();
    private final Map<Integer, RunningCall> calls = new ConcurrentHashMap<>();
    private final MarketMemory market = new MarketMemory();
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(0, MAX_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "strategy");
                thread.setDaemon(true);
                return thread;
            });

    /** An answer of this process. */
    private record Answer(Kind kind, byte[] body) {
        static final Answer DONE = new Answer(Kind.DONE, EMPTY);
    }

    RequestHandler(FrameStream host) {
        this.host = host;
    }

    /** @throws FrameException if the host must not send such a frame now */
    void handle(Frame frame) throws IOException {
        switch (frame.kind()) {
            case CREATE, CREATE_LIKE, DECIDE, DECIDE_ALL, SAVE, RESTORE, END -> start(frame);
            case MARKET_DATA, FAILED -> {
                // A thread of the strategy may have asked, and the call has ended meanwhile.
                RunningCall call = calls.get(frame.call());
                if (call != null) {
                    call.receive(frame);
                }
            }
            case CANCEL -> {
                // The call may have ended meanwhile.
                RunningCall call = calls.get(frame.call());
                if (call != null) {
                    call.cancel();
                }
            }
            default -> throw new FrameException("kind: " + frame.kind() + " from the host");
        }
    }

    private void start(Frame frame) throws IOException {
        if (frame.kind() == Kind.DECIDE_ALL) {
            // A command makes one such call at a time and does not cancel it. So no thread needs to be woken up.
            run(frame, new RunningCall(host, frame.call(), true));
            return;
        }
        RunningCall call = new RunningCall(host, frame.call(), false);
        calls.put(frame.call(), call);
        try {
            executor.execute(() -> run(frame, call));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            calls.remove(frame.call());
            host.write(new Frame(Kind.FAILED, frame.call(), reason("no thread is free in the child process")));
        }
    }

    private void run(Frame frame, RunningCall call) {
        Answer answer;
        call.begin();
        try {
            answer = execute(frame, call);
        } catch (Throwable thrown) {
            answer = new Answer(Kind.FAILED, reason(describe(thrown)));
        } finally {
            call.end();
        }
        calls.remove(frame.call());
        try {
            host.write(new Frame(answer.kind(), frame.call(), answer.body()));
        } catch (IOException e) {
            Runtime.getRuntime().halt(1); // the host has ended
        }
    }

    private Answer execute(Frame frame, RunningCall call) throws Throwable {
        FrameReader from = new FrameReader(frame.body());
        if (frame.kind() == Kind.DECIDE_ALL) {
            byte[] answers =
                    CheckCall.execute(from, id -> require(instances.get(id), id).strategy(), call::askMarket, market);
            return new Answer(Kind.DECISIONS, answers);
        }
        int id = from.int32("instance");
        if (frame.kind() == Kind.CREATE) {
            instances.put(id, ComponentInstance.create(from));
            return Answer.DONE;
        }
        if (frame.kind() == Kind.CREATE_LIKE) {
            int other = from.int32("other instance");
            instances.put(id, require(instances.get(other), other).createAnother(from));
            return Answer.DONE;
        }
        ComponentInstance instance = require(frame.kind() == Kind.END ? instances.remove(id) : instances.get(id), id);
        switch (frame.kind()) {
            case DECIDE -> {
                boolean isBacktest = from.bool("isBacktest");
                RebalanceQuery query = StrategyCodec.query(from);
                ExpectedAnswers expected = ExpectedAnswers.read(from, market, id);
                from.end();
                Market remote = new RemoteMarket(call::askMarket, isBacktest, market, id, expected);
                return answer(instance.strategy().decide(query, remote), expected.areUsed());
            }
            case SAVE -> {
                from.end();
                byte[] state = ((StatefulStrategy) instance.strategy()).saveState();
                if (state == null || state.length > StatefulStrategy.MAX_STATE_BYTES) {
                    throw new IllegalStateException(
                            "it returned " + (state == null ? "null" : state.length + " bytes; return at most 1 MiB"));
                }
                return new Answer(Kind.STATE, new FrameWriter().bytes(state).toBody());
            }
            case RESTORE -> {
                byte[] state = from.bytes("state", StatefulStrategy.MAX_STATE_BYTES);
                from.end();
                ((StatefulStrategy) instance.strategy()).restoreState(state);
            }
            default -> instance.deactivate(); // END
        }
        return Answer.DONE;
    }

    private static ComponentInstance require(ComponentInstance instance, int id) {
        if (instance == null) {
            throw new FrameException("instance: " + id + " is unknown");
        }
        return instance;
    }

    private static Answer answer(Decision decision, boolean areUsed) {
        if (decision == null) {
            return Answer.DONE;
        }
        DecisionLimits.require(decision);
        FrameWriter body = new FrameWriter().bool(areUsed);
        StrategyCodec.write(body, decision);
        return new Answer(Kind.DECISION, body.toBody());
    }

    /** Class and message of an exception. The message is the strategy's code. */
    static String describe(Throwable thrown) {
        String name = thrown.getClass().getName();
        try {
            return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
        } catch (Throwable nested) {
            return name;
        }
    }

    private static byte[] reason(String text) {
        return text.substring(0, Math.min(text.length(), MAX_REASON_LENGTH)).getBytes(StandardCharsets.UTF_8);
    }
}
