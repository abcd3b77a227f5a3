package weir.market.internal;

import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapHistory;

/** Health check {@code history}: lists the pools whose swaps are stored, and warns if the store is damaged. */
@Component(property = {HealthCheck.NAME + "=history", HealthCheck.TAGS + "=weir"})
public final class HistoryHealth implements HealthCheck {

    private final SwapHistory history;

    @Activate
    public HistoryHealth(@Reference SwapHistory history) {
        this.history = history;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        try {
            List<PoolKey> pools = history.pools();
            pools.forEach(pool -> addPool(pool, log));
            if (pools.isEmpty()) {
                log.info("no swaps are stored, so strategies see only the prices of earlier queries;"
                        + " run `weir history import` to add swaps");
            }
        } catch (HistoryException e) {
            log.warn("strategies do not see stored swaps: {}", e.getMessage());
        }
        return new Result(log);
    }

    private void addPool(PoolKey pool, FormattingResultLog log) {
        try {
            history.pool(pool)
                    .ifPresent(
                            info -> log.info("pool {}: {} swaps up to block {}", pool, info.rows(), info.lastBlock()));
        } catch (HistoryException e) {
            log.warn("strategies do not see stored swaps of pool {}: {}", pool, e.getMessage());
        }
    }
}
