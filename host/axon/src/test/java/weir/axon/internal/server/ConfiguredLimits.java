package weir.axon.internal.server;

import java.lang.reflect.Proxy;
import java.util.Map;

/** The open port as it is shipped, or with some of it set otherwise. */
public final class ConfiguredLimits {

    private ConfiguredLimits() {}

    /** The limits that hold where nobody sets any. */
    public static ServerLimits shipped() {
        return ServerLimits.of(with(Map.of()));
    }

    static ServerConfiguration with(Map<String, Object> set) {
        return (ServerConfiguration) Proxy.newProxyInstance(
                ServerConfiguration.class.getClassLoader(),
                new Class<?>[] {ServerConfiguration.class},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
