package weir.demo.internal;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.Performance;
import weir.backtest.round.Round;
import weir.backtest.round.RoundResult;
import weir.demo.internal.HostMiner.Exchange;
import weir.strategy.Inventory;

/**
 * A round that was played.
 *
 * @param market over what
 * @param strategy with which strategy
 * @param round what the validator fixed
 * @param exchanges every question and its answer
 * @param install the version that came half-way
 * @param result what the validator makes of it
 */
public record DemoRound(
        DemoMarket market,
        String strategy,
        Round round,
        List<Exchange> exchanges,
        MidRoundUpgrade install,
        RoundResult result) {

    /** What the miner began with. */
    Inventory initialInventory() {
        return round.initialInventory();
    }

    /** The evaluation; for a miner that is out or never rebalanced, that of an inventory that nobody touched. */
    Performance performance() {
        return result.performance() != null ? result.performance() : Performance.untouched(initialInventory());
    }

    /** Why questions got no answer that a dendrite takes. */
    List<String> failures() {
        return exchanges.stream()
                .map(exchange -> exchange.answer().failure())
                .filter(failure -> failure != null)
                .toList();
    }

    /** What went wrong in the round as a whole, a sentence each; empty where all went well. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        failures().stream().distinct().limit(3).forEach(failure -> complaints.add("No answer: " + failure));
        exchanges.stream()
                .filter(exchange -> exchange.answer().isFallback())
                .map(exchange -> exchange.answer().info())
                .distinct()
                .limit(3)
                .forEach(info -> complaints.add("Fallback: " + info));
        if (!result.accepted()) {
            complaints.add("The validator threw the miner out: " + result.refusalReason());
        }
        if (install.installedAt() >= 0 && install.servedAt() < 0) {
            complaints.add("Version " + install.version() + " was installed and never served");
        }
        return complaints;
    }
}
