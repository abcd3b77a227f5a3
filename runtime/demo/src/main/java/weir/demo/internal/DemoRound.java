package weir.demo.internal;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.Performance;
import weir.backtest.round.Round;
import weir.backtest.round.RoundResult;
import weir.demo.internal.HostMiner.Exchange;
import weir.strategy.Inventory;

/**
 * A round that was played against a host.
 *
 * @param market the market
 * @param strategy name of the strategy
 * @param round the validator's parameters
 * @param exchanges every query and its response
 * @param upgrade the upgrade half-way
 * @param result the validator's result
 */
public record DemoRound(
        DemoMarket market,
        String strategy,
        Round round,
        List<Exchange> exchanges,
        MidRoundUpgrade upgrade,
        RoundResult result) {

    Inventory initialInventory() {
        return round.initialInventory();
    }

    /** The validator's evaluation. If the miner was excluded or never rebalanced, the evaluation of the initial inventory. */
    Performance performance() {
        return result.performance() != null ? result.performance() : Performance.withoutRebalance(initialInventory());
    }

    /** The failures of the queries without a valid response. */
    List<String> failures() {
        return exchanges.stream()
                .map(exchange -> exchange.response().failure())
                .filter(failure -> failure != null)
                .toList();
    }

    /** The problems of the round, one sentence each; empty if there were none. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        failures().stream().distinct().limit(3).forEach(failure -> problems.add("No answer: " + failure));
        exchanges.stream()
                .filter(exchange -> exchange.response().isFallback())
                .map(exchange -> exchange.response().info())
                .distinct()
                .limit(3)
                .forEach(info -> problems.add("Fallback: " + info));
        if (!result.accepted()) {
            problems.add("The validator excluded the miner: " + result.refusalReason());
        }
        if (upgrade.installedAt() >= 0 && upgrade.servedAt() < 0) {
            problems.add("Version " + upgrade.version() + " was installed and never served");
        }
        return problems;
    }
}
