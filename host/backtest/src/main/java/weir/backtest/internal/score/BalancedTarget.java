package weir.backtest.internal.score;

import org.osgi.service.component.annotations.Component;
import weir.backtest.Performance;
import weir.backtest.score.ScoringTarget;

/** The announced target "Balanced". The formula is Weir's own until the subnet publishes one. */
@Component
public final class BalancedTarget implements ScoringTarget {

    @Override
    public String name() {
        return "Balanced";
    }

    @Override
    public String description() {
        return "fees over the initial value less the impermanent loss, both fractions; announced by the miner guide without a"
                + " formula; this formula is Weir's own";
    }

    @Override
    public double score(Performance performance) {
        return MaxFeesTarget.feeReturn(performance) - MinImpermanentLossTarget.loss(performance);
    }
}
