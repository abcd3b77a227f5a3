package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.router.Queries;
import weir.router.internal.config.RouteParser;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

class LiveFallbackTest extends RouterFixture {

    private static final String COST = "; a live round without an executed change scores -100";

    /** Queries that no strategy can answer wait for one until their deadline. */
    private static final Duration SHORT = Duration.ofMillis(100);

    private static RebalanceQuery query(RoundType type, int rebalances) {
        return Queries.query(Queries.PAIR, Queries.VAULT, 8453, type, 1_000, rebalances);
    }

    private String reason(RoundType type, int rebalances) {
        return reason(type, rebalances, FIVE);
    }

    private String reason(RoundType type, int rebalances, Duration timeout) {
        return dispatcher.decide(query(type, rebalances), timeout).decision().reason();
    }

    @Test
    void fallbackInALiveRoundWithoutAChangeNamesItsCost() {
        assertEquals(reason(RoundType.EVALUATION, 0, SHORT) + COST, reason(RoundType.LIVE, 0, SHORT));
        manager.setRoutes(List.of(RouteParser.parse("default", "{\"pair\": \"*\", \"strategy\": \"hold\"}")));
        assertEquals(reason(RoundType.EVALUATION, 0, SHORT) + COST, reason(RoundType.LIVE, 0, SHORT));
        admit("1.0.0", (query, market) -> null);
        assertEquals("the strategy returned null" + COST, reason(RoundType.LIVE, 0));
        assertEquals("the strategy returned null", reason(RoundType.LIVE, 1));
    }
}
