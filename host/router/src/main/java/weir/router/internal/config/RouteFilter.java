package weir.router.internal.config;

import java.util.Optional;
import java.util.Set;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * Refuses queries before the strategy is called, as the job filter of the subnet's miner guide does. An empty accept set
 * accepts all values. A refusal ends the round with score 0, so no other part of the host refuses queries.
 *
 * @param acceptPairs addresses of the pools to accept
 * @param refusePairs addresses of the pools to refuse
 * @param acceptVaults addresses of the vaults to accept
 * @param refuseVaults addresses of the vaults to refuse
 * @param acceptRoundTypes round types to accept
 * @param maxRebalances queries of a round are refused once the round has this many rebalances
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

    /** Returns why the query is refused, in the words of the miner guide; empty if it is accepted. */
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
