package weir.demo.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import weir.backtest.round.Miner;
import weir.base.WeirException;
import weir.demo.DendriteResponse;
import weir.report.ProgressLine;
import weir.strategy.RebalanceQuery;

/** A miner whose answers come from a host over HTTP. Records every query and its response. For one thread. */
final class HostMiner implements Miner {

    private final DendriteClient dendrite;
    private final MidRoundUpgrade upgrade;
    private final ProgressLine progress;
    private final int queries;
    private final List<Exchange> exchanges = new ArrayList<>();

    /** Completed when the next query may be sent: during the upgrade, queries are sent more slowly. */
    private CompletableFuture<Void> nextQueryDue = CompletableFuture.completedFuture(null);

    /**
     * A query and its response.
     *
     * @param query what was sent
     * @param response what came back
     */
    record Exchange(RebalanceQuery query, DendriteResponse response) {}

    /** @param queries number of queries of the round */
    HostMiner(DendriteClient dendrite, MidRoundUpgrade upgrade, ProgressLine progress, int queries) {
        this.dendrite = dendrite;
        this.upgrade = upgrade;
        this.progress = progress;
        this.queries = queries;
    }

    @Override
    public Reply reply(RebalanceQuery query) {
        int number = exchanges.size();
        upgrade.beforeQuery(number);
        nextQueryDue.join();
        nextQueryDue = new CompletableFuture<Void>()
                .completeOnTimeout(null, upgrade.queryInterval().toNanos(), TimeUnit.NANOSECONDS);
        DendriteResponse response = dendrite.ask(query);
        if (Thread.currentThread().isInterrupted()) {
            throw WeirException.failed("the demo was interrupted", "Give the command again.");
        }
        upgrade.afterQuery(number, response.version());
        exchanges.add(new Exchange(query, response));
        progress.show("asked " + exchanges.size() + " of " + queries, exchanges.size(), queries);
        return toReply(response);
    }

    /** Every query and its response, in order. */
    List<Exchange> exchanges() {
        return exchanges;
    }

    /** The response in the form of the validator's round loop. */
    static Reply toReply(DendriteResponse response) {
        if (response.failure() != null) {
            return new NoAnswer();
        }
        if (!response.accepted()) {
            return new Refused(response.refusal());
        }
        return response.desired() == null ? new NoPositions() : new DesiredPositions(response.desired());
    }
}
