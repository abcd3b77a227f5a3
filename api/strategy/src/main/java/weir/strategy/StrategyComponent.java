package weir.strategy;

import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;
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
 *
 * <p>bnd writes a capability of the namespace {@code weir.strategy} with the name into the bundle's manifest, so that a search finds
 * the strategy without opening the JAR.
 */
@ComponentPropertyType
@Capability(namespace = "weir.strategy")
public @interface StrategyComponent {

    /** Prefix of the service property {@code strategy.name}. */
    String PREFIX_ = "strategy.";

    /** The name in lower case with dashes, for example {@code range-follower}. */
    @Attribute("weir.strategy")
    String name();
}
