package weir.axon.internal.server;

import java.lang.reflect.Proxy;

/** The configuration with its defaults. */
public final class ConfiguredLimits {

    private ConfiguredLimits() {}

    /** The default limits. */
    public static ServerLimits shipped() {
        return ServerLimits.of(defaults());
    }

    /** Default requests per second of one address, and of one hotkey. */
    public static double[] requestRates() {
        return new double[] {defaults().requests_per_address(), defaults().requests_per_hotkey()};
    }

    private static AxonConfiguration defaults() {
        return (AxonConfiguration) Proxy.newProxyInstance(
                AxonConfiguration.class.getClassLoader(),
                new Class<?>[] {AxonConfiguration.class},
                (proxy, method, arguments) -> method.getDefaultValue());
    }
}
