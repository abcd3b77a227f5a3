package weir.strategy;

import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names a strategy: the service property {@code strategy.name} that routes choose by. Put it beside {@code @Component}:
 *
 * <pre>{@code
 * @StrategyComponent(name = "hold")
 * @Component(configurationPid = "hold", configurationPolicy = ConfigurationPolicy.REQUIRE)
 * public final class Hold implements RebalanceStrategy { … }
 * }</pre>
 *
 * <p>The host makes one factory configuration per route and its factory PID is the strategy's name; so
 * {@code configurationPid} must equal {@link #name()}, and {@code REQUIRE} keeps an instance without a route from existing.
 */
@ComponentPropertyType
public @interface StrategyComponent {

    /** Makes the service property {@code strategy.name}. */
    String PREFIX_ = "strategy.";

    /** The name in lower case with dashes, for example {@code range-follower}. */
    String name();
}
