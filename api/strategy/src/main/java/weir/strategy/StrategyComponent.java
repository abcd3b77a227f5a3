package weir.strategy;

import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names a strategy: routes select it by this name, the service property {@code strategy.name}. Use it with {@code @Component}:
 *
 * <pre>{@code
 * @StrategyComponent(name = "hold")
 * @Component(configurationPid = "hold", configurationPolicy = ConfigurationPolicy.REQUIRE)
 * public final class Hold implements RebalanceStrategy { … }
 * }</pre>
 *
 * <p>The host creates one factory configuration per route, with the strategy's name as factory PID. Therefore
 * {@code configurationPid} must equal {@link #name()}, and {@code REQUIRE} prevents an instance without a route.
 */
@ComponentPropertyType
public @interface StrategyComponent {

    /** Prefix of the service property {@code strategy.name}. */
    String PREFIX_ = "strategy.";

    /** The name in lower case with dashes, for example {@code range-follower}. */
    String name();
}
