package weir.rounds.internal.challenge.replay;

import weir.rounds.internal.challenge.shadow.DeadlineWatch;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.challenge.ShadowInstance;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/**
 * A strategy of a contest in replays. After a call that the router rejected, for example because the bundle was stopped, it keeps the
 * positions, and the round must not be compared. For one thread.
 */
public final class ReplayedStrategy implements RebalanceStrategy {

    private final ShadowInstance instance;
    private final DeadlineWatch watch;
    private boolean isUnavailable;

    public ReplayedStrategy(ShadowInstance instance, DeadlineWatch watch) {
        this.instance = instance;
        this.watch = watch;
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        if (isUnavailable) {
            return Decision.keep("it is not available");
        }
        Runnable end = watch.start();
        try {
            Answer answer = instance.replay(query, market);
            isUnavailable = answer.outcome() == Outcome.UNAVAILABLE;
            return answer.decision();
        } finally {
            end.run();
        }
    }

    public boolean isUnavailable() {
        return isUnavailable;
    }
}
