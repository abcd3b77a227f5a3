package weir.backtest.internal.score;

import org.osgi.service.component.annotations.Component;
import weir.backtest.Performance;
import weir.backtest.score.ScoringTarget;

/** The announced target "MaxFees"; its formula is ours until the subnet publishes one. */
@Component
public final class MaxFeesTarget implements ScoringTarget {

    @Override
    public String name() {
        return "MaxFees";
    }

    @Override
    public String description() {
        return "fees at the final price over the initial value, a fraction; announced by the miner guide without a formula,"
                + " so this one is ours";
    }

    @Override
    public double score(Performance performance) {
        return feeReturn(performance);
    }

    /** Fees as a fraction of what the miner began with; 0 where nothing was deployed or nothing was there. */
    static double feeReturn(Performance performance) {
        if (performance.initialValue() == null || performance.initialValue().doubleValue() <= 0) {
            return 0;
        }
        return performance.feesCollected().doubleValue()
                / performance.initialValue().doubleValue();
    }
}
