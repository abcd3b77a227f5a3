package weir.router.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weir.router.Queries;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

class RouteFilterTest {

    private static final Set<String> PAIR = Set.of(Queries.PAIR);
    private static final Set<String> VAULT = Set.of(Queries.VAULT);
    private static final Set<String> OTHER = Set.of("0x" + "0".repeat(40));

    @Test
    void acceptsByDefault() {
        assertEquals(Optional.empty(), RouteFilter.NONE.refusal(query(RoundType.LIVE, 1_000)));
    }

    @Test
    void refusesPairs() {
        assertRefused("Not working on this pair", filter(OTHER, Set.of(), Set.of(), Set.of()));
        assertRefused("Not working on this pair", filter(PAIR, PAIR, Set.of(), Set.of()));
        assertEquals(Optional.empty(), filter(PAIR, OTHER, Set.of(), Set.of()).refusal(Queries.plain()));
    }

    @Test
    void refusesVaults() {
        assertRefused("Not working for this vault", filter(Set.of(), Set.of(), OTHER, Set.of()));
        assertRefused("Not working for this vault", filter(Set.of(), Set.of(), Set.of(), VAULT));
        assertEquals(Optional.empty(), filter(Set.of(), Set.of(), VAULT, OTHER).refusal(Queries.plain()));
    }

    @Test
    void refusesRoundTypes() {
        RouteFilter evaluation = new RouteFilter(
                Set.of(), Set.of(), Set.of(), Set.of(), Set.of(RoundType.EVALUATION), Integer.MAX_VALUE);
        assertEquals(Optional.of("Not ready for live yet"), evaluation.refusal(query(RoundType.LIVE, 0)));
        assertEquals(Optional.empty(), evaluation.refusal(query(RoundType.EVALUATION, 0)));
    }

    @Test
    void refusesFromTheMostRebalancesOn() {
        RouteFilter five = new RouteFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), 5);
        assertEquals(Optional.empty(), five.refusal(query(RoundType.EVALUATION, 4)));
        assertEquals(Optional.of("Too many rebalances already"), five.refusal(query(RoundType.EVALUATION, 5)));
    }

    private static RouteFilter filter(
            Set<String> pairs, Set<String> notPairs, Set<String> vaults, Set<String> notVaults) {
        return new RouteFilter(pairs, notPairs, vaults, notVaults, Set.of(), Integer.MAX_VALUE);
    }

    private static RebalanceQuery query(RoundType round, int rebalances) {
        return Queries.query(Queries.PAIR, Queries.VAULT, 8453, round, 1, rebalances);
    }

    private static void assertRefused(String words, RouteFilter filter) {
        assertEquals(Optional.of(words), filter.refusal(Queries.plain()));
    }
}
