package weir.router.internal.config;

import java.util.Optional;
import java.util.Set;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * Step 2 of the miner guide, job filtering: queries that are refused before a strategy is called. An empty accept set accepts all. A
 * refusal ends the round with score 0, so nothing else in the host refuses.
 *
 * @param acceptPairs pools to work on
 * @param refusePairs pools not to work on
 * @param acceptVaults vaults to work for
 * @param refuseVaults vaults not to work for
 * @param acceptRoundTypes round types to take part in
 * @param maxRebalances number of rebalances in a round from which on queries are refused
 */
public record RouteFilter(
        Set<String> acceptPairs,
        Set<String> refusePairs,
        Set<String> acceptVaults,
        Set<String> refuseVaults,
        Set<RoundType> acceptRoundTypes,
        int maxRebalances) {

    /** Refuses nothing. */
    public static final RouteFilter NONE =
            new RouteFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Integer.MAX_VALUE);

    /** The reason to refuse the query, in the guide's words; empty if it is accepted. */
    public Optional<String> refusal(RebalanceQuery query) {
        if (isRefused(query.pairAddress(), acceptPairs, refusePairs)) {
            return Optional.of("Not working on this pair");
        }
        if (isRefused(query.snLiquidityManagerAddress(), acceptVaults, refuseVaults)) {
            return Optional.of("Not working for this vault");
        }
        if (!acceptRoundTypes.isEmpty() && !acceptRoundTypes.contains(query.roundType())) {
            return Optional.of(
                    query.roundType() == RoundType.LIVE
                            ? "Not ready for live yet"
                            : "Not working on evaluation rounds");
        }
        return query.rebalancesSoFar() >= maxRebalances ? Optional.of("Too many rebalances already") : Optional.empty();
    }

    private static boolean isRefused(String address, Set<String> accept, Set<String> refuse) {
        return refuse.contains(address) || !accept.isEmpty() && !accept.contains(address);
    }
}
