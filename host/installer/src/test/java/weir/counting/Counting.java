package weir.counting;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StatefulStrategy;
import weir.strategy.StrategyComponent;

/** A strategy whose state is the number of its answers, also of earlier versions. */
@StrategyComponent(name = "counting")
@Component(
        service = RebalanceStrategy.class,
        configurationPid = "counting",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Counting implements StatefulStrategy {

    /** Parameters of a route. */
    public @interface Config {
        int step() default 1;
    }

    private final AtomicLong count = new AtomicLong();

    @Activate
    public Counting(Config config) {}

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        return Decision.keep(Long.toString(count.incrementAndGet()));
    }

    @Override
    public byte[] saveState() {
        return ByteBuffer.allocate(Long.BYTES).putLong(count.get()).array();
    }

    @Override
    public void restoreState(byte[] state) {
        count.set(ByteBuffer.wrap(state).getLong());
    }
}
