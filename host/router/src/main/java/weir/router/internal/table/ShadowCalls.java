package weir.router.internal.table;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.challenge.ShadowInstance;
import weir.router.internal.instance.Reply;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;

/**
 * Calls an instance of a shadow route on the calling thread.
 *
 * @param route id of the challenged route
 */
record ShadowCalls(String route, StrategyInstance instance, QueryDispatcher dispatcher) implements ShadowInstance {

    /** Longest wait for the instance's state, which an earlier instance may still be storing. */
    private static final Duration STATE_TIMEOUT = Duration.ofSeconds(1);

    @Override
    public Answer decide(RebalanceQuery query) {
        return call(() -> instance.decideOnThisThread(query, dispatcher.marketFor(query)));
    }

    @Override
    public Answer replay(RebalanceQuery query, Market market) {
        return call(() -> instance.replayOnThisThread(query, market));
    }

    @Override
    public boolean isInChildProcess() {
        return instance.isProxy();
    }

    private Answer call(Supplier<Reply> call) {
        if (instance.needsState()) {
            instance.takeState(System.nanoTime() + STATE_TIMEOUT.toNanos());
        }
        if (!instance.tryBeginCall()) {
            return answer(Decision.keep(instance + " is stopping"), Outcome.UNAVAILABLE);
        }
        Reply reply = call.get();
        return reply.hasPassed()
                ? answer(reply.decision(), Outcome.PASSED)
                : answer(Decision.keep(reply.reason()), reply.outcome());
    }

    private Answer answer(Decision decision, Outcome outcome) {
        return new Answer(
                decision,
                Optional.of(route),
                Optional.of(instance.id().strategy()),
                Optional.of(instance.version()),
                outcome);
    }
}
