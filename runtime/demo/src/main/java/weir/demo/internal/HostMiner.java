package weir.demo.internal;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.round.Miner;
import weir.demo.DendriteResponse;
import weir.report.ProgressLine;
import weir.strategy.RebalanceQuery;

/** The miner of the round: the host behind HTTP. Keeps every question and its answer. */
final class HostMiner implements Miner {

    private final DendriteClient dendrite;
    private final MidRoundUpgrade install;
    private final RateLimiter pace;
    private final ProgressLine progress;
    private final int queries;
    private final List<Exchange> exchanges = new ArrayList<>();

    /**
     * A question and its answer.
     *
     * @param query what was asked
     * @param answer what came back
     */
    record Exchange(RebalanceQuery query, DendriteResponse answer) {}

    /** @param queries how many questions the round will have */
    HostMiner(DendriteClient dendrite, MidRoundUpgrade install, RateLimiter pace, ProgressLine progress, int queries) {
        this.dendrite = dendrite;
        this.install = install;
        this.pace = pace;
        this.progress = progress;
        this.queries = queries;
    }

    @Override
    public Reply reply(RebalanceQuery query) {
        int number = exchanges.size();
        install.before(number);
        pace.await();
        DendriteResponse answer = dendrite.ask(query);
        install.after(number, answer.version());
        exchanges.add(new Exchange(query, answer));
        show();
        return reply(answer);
    }

    /** All of them, in order. */
    List<Exchange> exchanges() {
        return exchanges;
    }

    private void show() {
        int done = exchanges.size();
        progress.show("asked " + done + " of " + queries, done, queries);
    }

    /** The answer as the validator's loop takes it. */
    static Reply reply(DendriteResponse answer) {
        if (answer.failure() != null) {
            return new NoAnswer();
        }
        if (!answer.accepted()) {
            return new Refused(answer.refusal());
        }
        return answer.desired() == null ? new NoPositions() : new Desired(answer.desired());
    }
}
