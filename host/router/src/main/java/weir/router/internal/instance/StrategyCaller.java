package weir.router.internal.instance;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import weir.router.Outcome;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.guard.Guard;

/** Calls a strategy on the threads of its instance, waits until the deadline, and checks the decision. Thread-safe. */
record StrategyCaller(StrategyThreads threads, RunningCalls runningCalls, CircuitBreaker breaker) {

    /** Calls the strategy. The caller has counted the call in {@code runningCalls}; this method ends it there. */
    Reply call(RebalanceStrategy strategy, RebalanceQuery query, Market market, long deadlineNanos) {
        Optional<StrategyCall<Reply>> submitted =
                threads.submit(() -> callStrategy(strategy, query, market), runningCalls::end);
        if (submitted.isEmpty()) {
            runningCalls.end();
            return Reply.failed(
                    Outcome.UNAVAILABLE, "all " + StrategyThreads.THREADS + " threads of the strategy are busy");
        }
        StrategyCall<Reply> call = submitted.get();
        try {
            return checkWithGuard(query, call.await(deadlineNanos));
        } catch (TimeoutException e) {
            return Reply.failed(Outcome.TIMEOUT, "the strategy did not answer in time");
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return Reply.failed(Outcome.UNAVAILABLE, "the host is stopping");
        } catch (ExecutionException | CancellationException e) {
            return Reply.failed(Outcome.UNAVAILABLE, "the call was lost: " + e.getMessage());
        }
    }

    /** Calls the strategy on the calling thread. The caller has counted the call in {@code runningCalls}; this method ends it there. */
    Reply callOnThisThread(RebalanceStrategy strategy, RebalanceQuery query, Market market) {
        try {
            return checkWithGuard(query, callStrategy(strategy, query, market));
        } finally {
            runningCalls.end();
        }
    }

    /** Calls the strategy, and catches all that it throws. No other method calls {@code decide}. */
    private Reply callStrategy(RebalanceStrategy strategy, RebalanceQuery query, Market market) {
        try {
            return copy(strategy.decide(query, market));
        } catch (Throwable t) {
            if (t instanceof OutOfMemoryError) {
                breaker.recordOutOfMemory();
            }
            return Reply.failed(Outcome.EXCEPTION, "the strategy threw " + DecisionSanitizer.describe(t));
        }
    }

    /** Copies the decision into the host's own types, so that the strategy cannot change it later. */
    private static Reply copy(Decision decision) {
        try {
            return Reply.passed(DecisionSanitizer.sanitize(decision));
        } catch (IllegalArgumentException e) {
            return Reply.failed(Outcome.GUARD, e.getMessage());
        }
    }

    private static Reply checkWithGuard(RebalanceQuery query, Reply reply) {
        try {
            return !reply.hasPassed()
                    ? reply
                    : Guard.violation(query, reply.decision())
                            .map(violation -> Reply.failed(Outcome.GUARD, violation))
                            .orElse(reply);
        } catch (RuntimeException e) {
            return Reply.failed(Outcome.GUARD, "the decision cannot be checked: " + e);
        }
    }
}
