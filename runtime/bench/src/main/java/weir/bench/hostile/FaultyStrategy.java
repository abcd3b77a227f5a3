package weir.bench.hostile;

import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** A strategy with the fault that the last digit of the pair's address selects. The benchmark packs this package into a bundle. */
@Component(
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        configurationPid = FaultyStrategy.NAME,
        property = "strategy.name=" + FaultyStrategy.NAME)
public final class FaultyStrategy implements RebalanceStrategy {

    /** Name of the strategy. */
    public static final String NAME = "hostile";

    private static final int THREADS_PER_QUERY = 20;

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        switch (Fault.of(query.pairAddress())) {
            case NULL_ANSWER:
                return null;
            case STACK_OVERFLOW:
                return Decision.keep(decide(query, market).reason() + ".");
            case FULL_HEAP:
                return Decision.keep("" + new long[Integer.MAX_VALUE - 8].length);
            case LONG_SLEEP:
                LockSupport.parkNanos(10_000_000_000L);
                return Decision.keep("late");
            case THREAD_BOMB:
                bomb();
                throw new IllegalStateException("threads were left behind");
            default:
                return loop(query);
        }
    }

    private static void bomb() {
        for (int i = 0; i < THREADS_PER_QUERY; i++) {
            Thread thread = new Thread(LockSupport::park, "hostile");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** A loop whose end the compiler cannot predict. */
    private static Decision loop(RebalanceQuery query) {
        long steps = 0;
        while (query.blockNumber() + steps != -1) {
            steps += 2;
        }
        return Decision.keep("never");
    }
}
