package weir.itest.slow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** A strategy that takes 1.5 seconds for each answer, less than the deadline. */
@Component(
        name = "slow",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        configurationPid = "slow",
        property = "strategy.name=slow")
public final class SlowStrategy implements RebalanceStrategy {

    /** Reason of its answers. */
    public static final String REASON = "slow answer";

    /** File in the host's home that it writes at the beginning of each call. */
    public static final String CALLED = "called";

    /** Logged at the end of each call. */
    public static final String LOGGED = "the slow answer is complete";

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        try {
            Files.writeString(Path.of(System.getProperty("weir.home"), CALLED), query.pairAddress());
            TimeUnit.MILLISECONDS.sleep(1500);
        } catch (IOException | InterruptedException e) {
            return Decision.refuse(e.toString());
        }
        System.getLogger("slow").log(System.Logger.Level.INFO, LOGGED);
        return Decision.keep(REASON);
    }
}
