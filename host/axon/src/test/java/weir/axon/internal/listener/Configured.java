package weir.axon.internal.listener;

import java.lang.reflect.Proxy;
import java.util.Map;

/** The open port as it is shipped, or with some of it set otherwise. */
public final class Configured {

    private Configured() {}

    /** The limits that hold where nobody sets any. */
    public static Limits shipped() {
        return Limits.of(with(Map.of()));
    }

    static ListenerConfiguration with(Map<String, Object> set) {
        return (ListenerConfiguration) Proxy.newProxyInstance(
                ListenerConfiguration.class.getClassLoader(),
                new Class<?>[] {ListenerConfiguration.class},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
