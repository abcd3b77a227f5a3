package weir.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/**
 * The strategy that the tests pack into bundles of many versions. It says which content it was packed with, and fails when it is
 * used before its activation or after its end; one that is packed as {@code broken} fails in its activation, one that is packed as
 * {@code spiteful} in its end, one that is packed as {@code sleepy} hangs in its activation, one that is packed as
 * {@code clinging} in its end, and one that is packed as {@code clueless} has no answer.
 */
@StrategyComponent(name = "sample")
@Component(configurationPid = "sample", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Sample implements RebalanceStrategy {

    /** The parameters of a route. */
    public @interface Config {
        String word() default "none";
    }

    private final String words;
    private volatile boolean alive = true;

    @Activate
    public Sample(Config config) {
        this.words = content() + " " + config.word();
        if (words.startsWith("broken")) {
            throw new IllegalStateException("packed to fail");
        }
        if (words.startsWith("sleepy")) {
            hang();
        }
    }

    @Deactivate
    void end() {
        alive = false;
        if (words.startsWith("spiteful")) {
            throw new IllegalStateException("packed to fail at the end");
        }
        if (words.startsWith("clinging")) {
            hang();
        }
    }

    /** Until the test is over; no interrupt helps. */
    private static void hang() {
        while (!Boolean.getBoolean("weir.sample.awake")) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        if (!alive) {
            throw new IllegalStateException("used after its end");
        }
        return words.startsWith("clueless") ? null : Decision.keep(words);
    }

    private static String content() {
        try (InputStream in = Sample.class.getResourceAsStream("/content.txt")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
