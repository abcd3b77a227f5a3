package weir.router.internal.table;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.SwapSource;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.internal.instance.Reply;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;

/** Answers queries: route, filter, strategy instance, fallback. It reads one route table and takes no lock. Thread-safe. */
public final class QueryDispatcher {

    private static final long MAX_DEADLINE = Duration.ofSeconds(3).toNanos();
    private static final long MIN_DEADLINE = Duration.ofMillis(50).toNanos();
    /** The part of the validator's timeout that is left for the network and the validator. */
    private static final long RESERVE = Duration.ofSeconds(2).toNanos();

    private final PriceCache earlierPrices = new PriceCache();
    private final RouteState unrouted;
    private final RouteTableManager manager;
    private final List<SwapSource> swapSources;

    /** @param swapSources a live list, safe to iterate while it changes */
    public QueryDispatcher(RouteTableManager manager, List<SwapSource> swapSources, Scheduler scheduler) {
        this.manager = manager;
        this.swapSources = swapSources;
        this.unrouted = new RouteState("(none)", Optional.empty(), scheduler);
    }

    /** See {@link weir.router.Router#decide}. */
    public Answer decide(RebalanceQuery query, Duration timeout) {
        long deadline = System.nanoTime() + deadline(timeout);
        earlierPrices.add(query);
        while (true) {
            RouteTable table = manager.table();
            Optional<RouteTable.Entry> found = table.find(query);
            if (found.isEmpty()) {
                String reason = "no route matches pair " + query.pairAddress() + " on chain " + query.chainId();
                unrouted.countFallback(reason);
                return Answer.unavailable(reason);
            }
            RouteTable.Entry entry = found.get();
            Optional<String> refusal = entry.route().filter().refusal(query);
            if (refusal.isPresent()) {
                entry.state().countAnswer();
                return answer(entry, Optional.empty(), Decision.refuse(refusal.get()), Outcome.PASSED);
            }
            Optional<StrategyInstance> serving = entry.serving().filter(StrategyInstance::acquire);
            if (serving.isPresent()) {
                return decide(entry, serving.get(), query, deadline);
            }
            if (!manager.awaitServing(table, entry, deadline - MIN_DEADLINE)) {
                return fallback(entry, Optional.empty(), Outcome.UNAVAILABLE, entry.note());
            }
        }
    }

    /**
     * Tests a new instance with the last query of each route that another instance serves, with the longest deadline and a
     * second try after a timeout, because a first call loads classes.
     *
     * @return why it failed; empty if it may serve
     */
    public Optional<String> selfTest(StrategyInstance instance) {
        for (RouteTable.Entry entry : manager.table().entries()) {
            if (RouteTable.Entry.isFor(instance, entry.route())
                    && entry.serving().isPresent()) {
                Optional<String> failure = entry.state().lastAnswered().flatMap(query -> selfTest(instance, query));
                if (failure.isPresent()) {
                    return failure;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> selfTest(StrategyInstance instance, RebalanceQuery query) {
        Optional<Reply> reply = test(instance, query);
        if (reply.filter(first -> first.outcome() == Outcome.TIMEOUT).isPresent()) {
            reply = test(instance, query);
        }
        return reply.filter(last -> !last.hasPassed()).map(Reply::reason);
    }

    private Optional<Reply> test(StrategyInstance instance, RebalanceQuery query) {
        return instance.acquire()
                ? Optional.of(instance.test(query, market(query), System.nanoTime() + MAX_DEADLINE))
                : Optional.empty();
    }

    /** Nanoseconds until the deadline. */
    static long deadline(Duration timeout) {
        // A timeout from a request may be any number, so compare before anything can overflow.
        if (timeout.isNegative()) {
            return MIN_DEADLINE;
        }
        long nanos = timeout.compareTo(Duration.ofSeconds(5)) >= 0 ? MAX_DEADLINE : timeout.toNanos() - RESERVE;
        return Math.max(MIN_DEADLINE, nanos);
    }

    private Answer decide(RouteTable.Entry entry, StrategyInstance instance, RebalanceQuery query, long deadline) {
        Optional<Version> version = Optional.of(instance.version());
        Reply reply = instance.decide(query, market(query), deadline);
        if (!reply.hasPassed()) {
            return fallback(entry, version, reply.outcome(), reply.reason());
        }
        entry.state().countAnswer();
        entry.state().answeredByStrategy(query);
        return answer(entry, version, reply.decision(), Outcome.PASSED);
    }

    private Market market(RebalanceQuery query) {
        return new MarketView(query, earlierPrices, swapSources);
    }

    private static Answer fallback(RouteTable.Entry entry, Optional<Version> version, Outcome outcome, String reason) {
        entry.state().countFallback(reason);
        return answer(entry, version, Decision.keep(reason), outcome);
    }

    private static Answer answer(
            RouteTable.Entry entry, Optional<Version> version, Decision decision, Outcome outcome) {
        return new Answer(
                decision,
                Optional.of(entry.route().id()),
                Optional.of(entry.route().strategy()),
                version,
                outcome);
    }
}
