package weir.backtest.replay;

import java.util.ArrayList;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/**
 * Strategy instances that play the same rounds in lock step and do not know of each other. At each check, all are asked by one call, so a
 * group whose calls are expensive, for example to another process, needs one for all. For one thread.
 */
@ConsumerType
@FunctionalInterface
public interface StrategyGroup {

    /** Number of members of a group whose calls are cheap: enough to read swaps once for all. */
    int DEFAULT_MEMBERS = 16;

    /**
     * A member's answer.
     *
     * @param decision the decision; {@code null} if the strategy returned that, or failed
     * @param failure what the strategy threw, as text; {@code null} if it returned
     */
    record Answer(Decision decision, String failure) {}

    /**
     * Asks members at a check.
     *
     * @param members numbers of the members, from 0, each once
     * @param queries the query of each; they are equal except for positions, inventory and number of rebalances
     * @param market the market at this check, valid during this call
     * @return the answer of each
     * @throws weir.base.WeirException if the group cannot play on
     */
    List<Answer> decide(List<Integer> members, List<RebalanceQuery> queries, Market market);

    /** Strategies of this process. An error of the JVM, such as lack of memory, is not an answer and passes. */
    static StrategyGroup of(List<RebalanceStrategy> strategies) {
        return (members, queries, market) -> {
            List<Answer> answers = new ArrayList<>(members.size());
            for (int i = 0; i < members.size(); i++) {
                answers.add(LocalCall.decide(strategies.get(members.get(i)), queries.get(i), market));
            }
            return answers;
        };
    }
}
