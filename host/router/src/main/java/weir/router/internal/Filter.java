package weir.router.internal;

import java.util.Optional;
import java.util.Set;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * The guide's job filtering (step 2): which queries are refused on purpose, before a strategy is asked. An empty accept set
 * accepts all. A refusal ends the round with score 0, so nothing else in the host refuses.
 *
 * @param acceptPairs pools to work on
 * @param refusePairs pools not to work on
 * @param acceptVaults vaults to work for
 * @param refuseVaults vaults not to work for
 * @param acceptRoundTypes round types to take part in
 * @param maxRebalances rebalances in a round from which on queries are refused
 */
record Filter(
        Set<String> acceptPairs,
        Set<String> refusePairs,
        Set<String> acceptVaults,
        Set<String> refuseVaults,
        Set<RoundType> acceptRoundTypes,
        int maxRebalances) {

    /** Refuses nothing. */
    static final Filter NONE = new Filter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Integer.MAX_VALUE);

    /** Why the query is refused, in the guide's words; empty where it is accepted. */
    Optional<String> refusal(RebalanceQuery query) {
        if (refused(query.pairAddress(), acceptPairs, refusePairs)) {
            return Optional.of("Not working on this pair");
        }
        if (refused(query.snLiquidityManagerAddress(), acceptVaults, refuseVaults)) {
            return Optional.of("Not working for this vault");
        }
        if (!acceptRoundTypes.isEmpty() && !acceptRoundTypes.contains(query.roundType())) {
            return Optional.of(
                    query.roundType() == RoundType.LIVE
                            ? "Not ready for live yet"
                            : "Not working on evaluation rounds");
        }
        if (query.rebalancesSoFar() >= maxRebalances) {
            return Optional.of("Too many rebalances already");
        }
        return Optional.empty();
    }

    private static boolean refused(String address, Set<String> accept, Set<String> refuse) {
        return refuse.contains(address) || !accept.isEmpty() && !accept.contains(address);
    }
}
