package weir.comparison;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/** A strategy that takes some milliseconds and fails if it is deactivated meanwhile, like one whose resources are closed then. */
@StrategyComponent(name = "slow")
@Component(property = "weir.route=default")
public class SlowStrategy implements RebalanceStrategy {

    private static final long WORK_NANOS = 10_000_000;

    private final String content = content();
    private volatile boolean active = true;

    @Deactivate
    void deactivate() {
        active = false;
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        LockSupport.parkNanos(WORK_NANOS);
        if (!active) {
            throw new IllegalStateException("deactivated while in use");
        }
        return Decision.keep(content);
    }

    private static String content() {
        try (InputStream in = SlowStrategy.class.getResourceAsStream("/content.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
