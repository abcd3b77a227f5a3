package weir.router.internal.table;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.SwapSource;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.RecentDecisions;
import weir.router.internal.config.RouteProblems;
import weir.router.internal.instance.InstanceId;
import weir.router.internal.instance.Reply;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * Answers a query: finds its route, applies the route's filter, and calls the serving instance. If one is missing or fails, the
 * answer is a fallback, which keeps the current positions. Takes no lock while an instance serves. Thread-safe.
 */
public final class QueryDispatcher {

    private static final long MAX_DEADLINE_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long MIN_DEADLINE_NANOS = Duration.ofMillis(50).toNanos();
    /** Part of the validator's timeout that is reserved for the network and the validator. */
    private static final long RESERVED_NANOS = Duration.ofSeconds(2).toNanos();

    private final PriceCache earlierPrices = new PriceCache();
    private final RecentDecisions recentDecisions = new RecentDecisions();
    private final RouteState unroutedQueries;
    private final RouteTableManager tableManager;
    private final List<SwapSource> swapSources;

    /** @param swapSources swap sources; the list may change and must be safe to iterate at the same time */
    public QueryDispatcher(RouteTableManager tableManager, List<SwapSource> swapSources, Scheduler scheduler) {
        this.tableManager = tableManager;
        this.swapSources = swapSources;
        this.unroutedQueries = new RouteState("(none)", Optional.empty(), new RouteProblems(), scheduler);
    }

    /** See {@link weir.router.Router#decide}. */
    public Answer decide(RebalanceQuery query, Duration timeout) {
        long deadline = System.nanoTime() + deadlineNanos(timeout);
        earlierPrices.add(query);
        while (true) {
            RouteTable table = tableManager.table();
            Optional<RouteTable.Entry> found = table.find(query);
            if (found.isEmpty()) {
                String reason = withCost(
                        query, "no route matches pair " + query.pairAddress() + " on chain " + query.chainId());
                unroutedQueries.countFallback(reason);
                return Answer.unavailable(reason);
            }
            RouteTable.Entry entry = found.get();
            Optional<String> refusal = entry.route().filter().refusal(query);
            if (refusal.isPresent()) {
                entry.state().countAnswer();
                return createAnswer(
                        entry, Optional.empty(), Decision.refuse(refusal.get()), Outcome.REFUSED, Optional.empty());
            }
            Optional<StrategyInstance> former = tableManager.openRounds().find(entry.route(), query);
            Optional<Answer> repeated =
                    former.or(entry::serving).flatMap(instance -> repeatedAnswer(entry, instance.id(), query));
            if (repeated.isPresent()) {
                return repeated.get();
            }
            Optional<StrategyInstance> serving = former.filter(StrategyInstance::tryBeginCall)
                    .or(() -> entry.serving().filter(StrategyInstance::tryBeginCall));
            if (serving.isPresent()) {
                return decide(entry, serving.get(), query, deadline);
            }
            if (!tableManager.awaitServing(table, entry, deadline - MIN_DEADLINE_NANOS)) {
                return unavailable(entry, withCost(query, entry.problem()));
            }
        }
    }

    /**
     * Self-test of a new instance: on a route that another instance serves, the new one must answer the last answered query. The
     * call gets the longest deadline, and a second attempt after a timeout, because the first call loads classes.
     *
     * @return why the instance failed; empty if it passed
     */
    public Optional<String> selfTest(StrategyInstance instance) {
        for (RouteTable.Entry entry : tableManager.table().entries()) {
            if (RouteTable.Entry.isForRoute(instance, entry.route())
                    && entry.serving().isPresent()) {
                Optional<String> failure = entry.state()
                        .lastAnsweredQuery()
                        .flatMap(query -> instance.testKeepingState(() -> selfTest(instance, query)));
                if (failure.isPresent()) {
                    return failure;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> selfTest(StrategyInstance instance, RebalanceQuery query) {
        Optional<Reply> reply = callForSelfTest(instance, query);
        if (reply.filter(first -> first.outcome() == Outcome.TIMEOUT).isPresent()) {
            reply = callForSelfTest(instance, query);
        }
        return reply.filter(last -> !last.hasPassed()).map(Reply::reason);
    }

    private Optional<Reply> callForSelfTest(StrategyInstance instance, RebalanceQuery query) {
        return instance.tryBeginCall()
                ? Optional.of(instance.decideUncounted(query, marketFor(query), System.nanoTime() + MAX_DEADLINE_NANOS))
                : Optional.empty();
    }

    /** Returns the nanoseconds from now to the strategy's deadline. */
    static long deadlineNanos(Duration timeout) {
        // A request may have any timeout. The comparison prevents an overflow.
        if (timeout.isNegative()) {
            return MIN_DEADLINE_NANOS;
        }
        long nanos =
                timeout.compareTo(Duration.ofSeconds(5)) >= 0 ? MAX_DEADLINE_NANOS : timeout.toNanos() - RESERVED_NANOS;
        return Math.max(MIN_DEADLINE_NANOS, nanos);
    }

    private Answer decide(RouteTable.Entry entry, StrategyInstance instance, RebalanceQuery query, long deadlineNanos) {
        Optional<InstanceId> asked = Optional.of(instance.id());
        long startNanos = System.nanoTime();
        Reply reply = instance.decide(query, marketFor(query), deadlineNanos);
        Optional<Duration> duration = Optional.of(Duration.ofNanos(System.nanoTime() - startNanos));
        if (!reply.hasPassed()) {
            String reason = withCost(query, reply.reason());
            entry.state().countFallback(reason);
            return createAnswer(entry, asked, Decision.keep(reason), reply.outcome(), duration);
        }
        entry.state().countAnswer();
        entry.state().setLastAnsweredQuery(query);
        recentDecisions.add(instance.id(), query, reply.decision());
        return createAnswer(entry, asked, reply.decision(), Outcome.PASSED, duration);
    }

    /** Returns the previous answer if it was a rebalance and the validator repeats the query within the same block. */
    private Optional<Answer> repeatedAnswer(RouteTable.Entry entry, InstanceId instance, RebalanceQuery query) {
        return recentDecisions.find(instance, query).map(decision -> {
            entry.state().countAnswer();
            return createAnswer(entry, Optional.of(instance), decision, Outcome.PASSED, Optional.empty());
        });
    }

    Market marketFor(RebalanceQuery query) {
        return new MarketView(query, earlierPrices, swapSources);
    }

    /** The reason of a fallback, with what the fallback costs: in a live round, keeping the positions is not free. */
    private static String withCost(RebalanceQuery query, String reason) {
        return query.roundType() == RoundType.LIVE && query.rebalancesSoFar() == 0
                ? reason + "; a live round without an executed change scores -100"
                : reason;
    }

    private static Answer unavailable(RouteTable.Entry entry, String reason) {
        entry.state().countFallback(reason);
        return createAnswer(entry, Optional.empty(), Decision.keep(reason), Outcome.UNAVAILABLE, Optional.empty());
    }

    /** @param asked the instance that was called; while a route changes its strategy, this can be an instance of the previous strategy */
    private static Answer createAnswer(
            RouteTable.Entry entry,
            Optional<InstanceId> asked,
            Decision decision,
            Outcome outcome,
            Optional<Duration> decideDuration) {
        return new Answer(
                decision,
                Optional.of(entry.route().id()),
                Optional.of(asked.map(InstanceId::strategy).orElse(entry.route().strategy())),
                asked.map(InstanceId::version),
                outcome,
                decideDuration);
    }
}
