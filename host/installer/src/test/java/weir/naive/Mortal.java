package weir.naive;

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

/** A strategy that takes some milliseconds and cannot go on once it was deactivated, like one whose resources are closed then. */
@StrategyComponent(name = "mortal")
@Component(property = "weir.route=default")
public final class Mortal implements RebalanceStrategy {

    private static final long WORK_NANOS = 10_000_000;

    private final String content = content();
    private volatile boolean alive = true;

    @Deactivate
    void end() {
        alive = false;
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        LockSupport.parkNanos(WORK_NANOS);
        if (!alive) {
            throw new IllegalStateException("ended while in use");
        }
        return Decision.keep(content);
    }

    private static String content() {
        try (InputStream in = Mortal.class.getResourceAsStream("/content.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
