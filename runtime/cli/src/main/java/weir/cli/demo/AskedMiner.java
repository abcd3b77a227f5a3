package weir.cli.demo;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.Miner;
import weir.strategy.RebalanceQuery;

/** The miner of the round: the host behind HTTP. Keeps every question and its answer. */
final class AskedMiner implements Miner {

    private final DendriteClient dendrite;
    private final HotInstall install;
    private final Progress progress;
    private final List<Exchange> exchanges = new ArrayList<>();

    /**
     * A question and its answer.
     *
     * @param query what was asked
     * @param answer what came back
     */
    record Exchange(RebalanceQuery query, DendriteAnswer answer) {}

    AskedMiner(DendriteClient dendrite, HotInstall install, Progress progress) {
        this.dendrite = dendrite;
        this.install = install;
        this.progress = progress;
    }

    @Override
    public Reply ask(RebalanceQuery query) {
        int number = exchanges.size();
        install.before(number);
        DendriteAnswer answer = dendrite.ask(query);
        install.after(number, answer.version());
        exchanges.add(new Exchange(query, answer));
        progress.step(number + 1);
        return reply(answer);
    }

    /** All of them, in order. */
    List<Exchange> exchanges() {
        return exchanges;
    }

    static Reply reply(DendriteAnswer answer) {
        if (answer.failure() != null) {
            return new NoAnswer();
        }
        if (!answer.accepted()) {
            return new Refused(answer.refusal());
        }
        return answer.desired() == null ? new NoPositions() : new Desired(answer.desired());
    }
}
