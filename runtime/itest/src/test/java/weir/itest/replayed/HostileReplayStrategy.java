package weir.itest.replayed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/** A strategy that harms the process that replays it, as a parameter says. */
@StrategyComponent(name = "hostile-replay")
@Component(configurationPid = "hostile-replay", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HostileReplayStrategy.Config.class, factory = true)
public final class HostileReplayStrategy implements RebalanceStrategy {

    /** Parameters. */
    @ObjectClassDefinition(name = "Hostile replay")
    public @interface Config {
        /** What the strategy does. */
        String act() default "keep";

        /** The file that it reads. */
        String file() default "";
    }

    private final Config config;

    @Activate
    public HostileReplayStrategy(Config config) {
        this.config = config;
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        switch (config.act()) {
            case "exit" -> System.exit(5);
            case "loop" -> {
                while (true) {
                    Thread.onSpinWait();
                }
            }
            case "read" -> throw new IllegalStateException("it has read " + read());
            default -> {
                // It keeps the positions.
            }
        }
        return Decision.keep("kept");
    }

    private String read() {
        try {
            return Files.readString(Path.of(config.file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
