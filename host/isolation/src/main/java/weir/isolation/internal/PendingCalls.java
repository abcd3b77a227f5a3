package weir.isolation.internal;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import weir.isolation.frame.Frame;
import weir.isolation.frame.Frame.Kind;
import weir.isolation.frame.FrameException;

/** The requests to a child process that wait for an answer. Thread-safe. */
final class PendingCalls {

    /** The process has ended. */
    static final Frame ENDED = new Frame(Kind.FAILED, 0, new byte[0]);

    /** Frames of a call that wait for its thread. An honest child sends one and waits. */
    private static final int MAX_WAITING = 2;

    private static final Set<Kind> ANSWERS =
            Set.of(Kind.MARKET, Kind.DONE, Kind.DECISION, Kind.STATE, Kind.FAILED, Kind.DECISIONS);

    private final Map<Integer, Call> calls = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();

    /**
     * A request.
     *
     * @param bundle hash of the bundle that it is for
     * @param frames receives what the child sends
     */
    record Call(int number, String bundle, BlockingQueue<Frame> frames) {}

    Call add(String bundle) {
        Call call = new Call(last.incrementAndGet(), bundle, new LinkedBlockingQueue<>());
        calls.put(call.number(), call);
        return call;
    }

    void remove(Call call) {
        calls.remove(call.number());
    }

    Set<String> bundles() {
        return calls.values().stream().map(Call::bundle).collect(Collectors.toSet());
    }

    /** @throws FrameException if no call expects the frame now */
    void deliver(Frame frame) {
        Call call = calls.get(frame.call());
        if (call == null && frame.kind() == Kind.MARKET && frame.call() > 0 && frame.call() <= last.get()) {
            return; // a thread that the strategy has started asks after the end of the call
        }
        if (!ANSWERS.contains(frame.kind()) || call == null || call.frames().size() >= MAX_WAITING) {
            throw new FrameException("call: " + frame.call() + " does not expect " + frame.kind() + " now");
        }
        call.frames().add(frame);
    }

    /** Each call receives {@link #ENDED}. */
    void end() {
        calls.values().forEach(call -> call.frames().add(ENDED));
    }
}
