package weir.itest.stuck;

import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/**
 * A strategy that blocks the stop of the host: by a shutdown hook that does not end and holds the lock of the error output, and by
 * its own end.
 */
@Component(
        name = "stuck",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        configurationPid = "stuck",
        property = "strategy.name=stuck")
public final class StuckStrategy implements RebalanceStrategy {

    /** Reason of its answers, once the hook is there. */
    public static final String REASON = "the stop will hang";

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        try {
            // By reflection: the installer rejects a bundle that calls the method.
            Runtime.class
                    .getMethod("addShutdownHook", Thread.class)
                    .invoke(Runtime.getRuntime(), new Thread(StuckStrategy::block));
            return Decision.keep(REASON);
        } catch (ReflectiveOperationException e) {
            return Decision.refuse(e.toString());
        }
    }

    @Deactivate
    void stop() {
        sleep();
    }

    private static void block() {
        synchronized (System.err) {
            sleep();
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MINUTES.sleep(10);
        } catch (InterruptedException e) {
            sleep();
        }
    }
}
