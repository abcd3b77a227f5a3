package weir.backtest.internal;

import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.SwapHistory;

/** Health of the stored history: which pools strategies see swaps of. None is no fault, a damaged store is one. */
@Component(property = {HealthCheck.NAME + "=history", HealthCheck.TAGS + "=weir"})
public final class HistoryHealth implements HealthCheck {

    private final SwapHistory history;

    /** Made by DS. */
    @Activate
    public HistoryHealth(@Reference SwapHistory history) {
        this.history = history;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        try {
            List<PoolInfo> pools = history.pools();
            pools.forEach(info ->
                    log.info("pool {}: {} swaps, the last block is {}", info.pool(), info.rows(), info.lastBlock()));
            if (pools.isEmpty()) {
                log.info("no swaps are stored: strategies see the prices of earlier queries alone;"
                        + " `weir history import` brings swaps in");
            }
        } catch (HistoryException e) {
            log.warn("strategies do not see stored swaps: {}", e.getMessage());
        }
        return new Result(log);
    }
}
