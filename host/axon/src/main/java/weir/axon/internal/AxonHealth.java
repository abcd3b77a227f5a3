package weir.axon.internal;

import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The axon's health: clocks that differ, a metagraph that cannot be read, nonces that cannot be kept. */
@Component(property = {HealthCheck.NAME + "=axon", HealthCheck.TAGS + "=weir"})
public final class AxonHealth implements HealthCheck {

    private final Identity identity;

    /** Made by DS. */
    @Activate
    public AxonHealth(@Reference Identity identity) {
        this.identity = identity;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<String> troubles = identity.troubles();
        troubles.forEach(log::warn);
        if (troubles.isEmpty()) {
            log.info("validators are let in and answered");
        }
        return new Result(log);
    }
}
