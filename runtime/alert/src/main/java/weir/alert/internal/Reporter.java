package weir.alert.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Decides which messages a receiver gets. It compares each condition with the value that it reported last, and reports a difference, but
 * not within the receiver's quiet time after the last message about the same condition. A value that changes back meanwhile is not
 * reported; one that stays different is reported when the time is over. Not thread-safe.
 */
public final class Reporter {

    private final Receiver receiver;
    private final Consumer<Message> sink;
    private final Map<Condition.Key, Reported> reported = new HashMap<>();
    private long nextPingNanos;
    private boolean hasPinged;

    private record Reported(String value, boolean isQuiet, long quietUntilNanos) {}

    /** @param sink queues a message; must return at once */
    public Reporter(Receiver receiver, Consumer<Message> sink) {
        this.receiver = receiver;
        this.sink = sink;
    }

    /**
     * Reports the differences.
     *
     * @param conditions all conditions that are known now
     * @param isAnswering whether the host answered, which a ping says
     * @param nowNanos a monotonic clock, ns
     */
    public void report(List<Condition> conditions, boolean isAnswering, long nowNanos) {
        Set<Condition.Key> known = new HashSet<>();
        for (Condition condition : conditions) {
            if (receiver.events().contains(condition.event())) {
                known.add(condition.key());
                report(condition, nowNanos);
            }
        }
        reported.keySet().retainAll(known);
        if (isAnswering && receiver.events().contains(Event.PING) && (!hasPinged || nowNanos - nextPingNanos >= 0)) {
            hasPinged = true;
            nextPingNanos = nowNanos + receiver.quiet().toNanos();
            sink.accept(Message.ping());
        }
    }

    private void report(Condition condition, long nowNanos) {
        Reported last = reported.get(condition.key());
        if (last == null && !condition.isProblem()) {
            reported.put(condition.key(), new Reported(condition.value(), false, 0));
        } else if (last == null
                || !last.value.equals(condition.value()) && (!last.isQuiet || nowNanos - last.quietUntilNanos >= 0)) {
            reported.put(
                    condition.key(),
                    new Reported(
                            condition.value(), true, nowNanos + receiver.quiet().toNanos()));
            sink.accept(Message.of(condition));
        }
    }
}
