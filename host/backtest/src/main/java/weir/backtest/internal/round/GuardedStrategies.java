package weir.backtest.internal.round;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import weir.backtest.Swaps;
import weir.backtest.replay.ReplayedRound.RecordedDecision;
import weir.backtest.replay.StrategyGroup;
import weir.backtest.replay.StrategyGroup.Answer;
import weir.backtest.round.Miner.DesiredPositions;
import weir.backtest.round.Miner.Refused;
import weir.backtest.round.Miner.Reply;
import weir.backtest.round.RoundLoop;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.SwapSource;
import weir.router.RecentDecisions;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.strategy.guard.Guard;

/**
 * Calls strategies like the host: the guard checks each decision, and the current positions replace an invalid one. There is no
 * deadline, because a replay uses no clock. For one round and one thread.
 */
public final class GuardedStrategies implements RoundLoop.Miners {

    private final StrategyGroup group;
    private final List<SwapSource> sources;
    /** One for all members: they are queried at the same checks with the same prices. */
    private final PriceCache earlierPrices = new PriceCache();

    private final List<Member> members;

    private record Member(RecentDecisions recentDecisions, List<RecordedDecision> decisions) {}

    /**
     * @param size number of members
     * @param poolData source of everything but swaps; empty if only swaps are known
     */
    public GuardedStrategies(StrategyGroup group, int size, Swaps swaps, Optional<SwapSource> poolData) {
        this.group = group;
        this.sources = List.of(new ReplaySource(swaps, poolData));
        this.members = Stream.generate(() -> new Member(new RecentDecisions(), new ArrayList<>()))
                .limit(size)
                .toList();
    }

    /** The decisions of a member so far, oldest first. */
    public List<RecordedDecision> decisions(int member) {
        return members.get(member).decisions();
    }

    @Override
    public List<Reply> reply(List<Integer> asked, List<RebalanceQuery> queries) {
        RecordedDecision[] steps = new RecordedDecision[asked.size()];
        List<Integer> called = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            RebalanceQuery query = queries.get(i);
            Optional<Decision> repeated =
                    members.get(asked.get(i)).recentDecisions().find(group, query);
            if (repeated.isPresent()) {
                steps[i] = new RecordedDecision(query.blockNumber(), repeated.get(), null);
            } else {
                called.add(i);
            }
        }
        call(called, asked, queries, steps);
        earlierPrices.add(queries.get(0));
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            members.get(asked.get(i)).decisions().add(steps[i]);
            replies.add(reply(queries.get(i), steps[i].decision()));
        }
        return replies;
    }

    private static Reply reply(RebalanceQuery query, Decision decision) {
        if (decision instanceof Decision.Refuse refuse) {
            return new Refused(refuse.reason());
        }
        return new DesiredPositions(
                decision instanceof Decision.Rebalance rebalance ? rebalance.positions() : query.currentPositions());
    }

    private void call(
            List<Integer> called, List<Integer> asked, List<RebalanceQuery> queries, RecordedDecision[] steps) {
        if (called.isEmpty()) {
            return;
        }
        List<Answer> answers = group.decide(
                called.stream().map(asked::get).toList(),
                called.stream().map(queries::get).toList(),
                new MarketView(queries.get(0), earlierPrices, sources, true));
        for (int i = 0; i < called.size(); i++) {
            int place = called.get(i);
            steps[place] = checked(members.get(asked.get(place)), queries.get(place), answers.get(i));
        }
    }

    private RecordedDecision checked(Member member, RebalanceQuery query, Answer answer) {
        if (answer.failure() != null) {
            return fallback(query, "the strategy threw " + answer.failure());
        }
        return Guard.violation(query, answer.decision())
                .map(violation -> fallback(query, violation))
                .orElseGet(() -> {
                    member.recentDecisions().add(group, query, answer.decision());
                    return new RecordedDecision(query.blockNumber(), answer.decision(), null);
                });
    }

    private static RecordedDecision fallback(RebalanceQuery query, String fallbackReason) {
        return new RecordedDecision(query.blockNumber(), Decision.keep(fallbackReason), fallbackReason);
    }
}
