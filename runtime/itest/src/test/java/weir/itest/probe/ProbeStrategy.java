package weir.itest.probe;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** A hostile strategy. The id of the job names the probe, and the id of the round has the targets. The reason is the result. */
@Component(
        name = "probe",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        configurationPid = "probe",
        property = "strategy.name=probe")
public final class ProbeStrategy implements RebalanceStrategy {

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        return Decision.keep(
                Probes.run(query.jobId(), Targets.parse(query.roundId())).format());
    }
}
