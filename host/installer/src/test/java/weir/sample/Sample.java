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
 * The strategy that tests build into bundles of many versions. Its answer is the content that the bundle was built with, and its
 * parameter. It fails when it is used before activation or after deactivation. The content selects faults: {@code broken} fails in its
 * activation, {@code spiteful} in its deactivation, {@code sleepy} hangs in its activation, {@code clinging} in its deactivation,
 * {@code clueless} returns no decision, and {@code homeless} fails in its activation in a JVM without the property {@value #HOME}.
 */
@StrategyComponent(name = "sample")
@Component(configurationPid = "sample", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Sample implements RebalanceStrategy {

    /** Parameters of a route. */
    public @interface Config {
        String word() default "none";
    }

    private static final String HOME = "weir.sample.home";

    private final String words;
    private volatile boolean active = true;

    @Activate
    public Sample(Config config) {
        this.words = content() + " " + config.word();
        if (words.startsWith("broken") || words.startsWith("homeless") && !Boolean.getBoolean(HOME)) {
            throw new IllegalStateException("built to fail");
        }
        if (words.equals("picky invalid")) {
            throw new IllegalArgumentException("invalid parameter");
        }
        if (words.startsWith("sleepy")) {
            hang();
        }
    }

    @Deactivate
    void deactivate() {
        active = false;
        if (words.startsWith("spiteful")) {
            throw new IllegalStateException("built to fail while stopping");
        }
        if (words.startsWith("clinging")) {
            hang();
        }
    }

    /** Ignores interrupts. Ends with the test. */
    private static void hang() {
        while (!Boolean.getBoolean("weir.sample.awake")) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        if (!active) {
            throw new IllegalStateException("used after deactivation");
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
