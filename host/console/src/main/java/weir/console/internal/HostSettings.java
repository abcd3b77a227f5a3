package weir.console.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings of the host that contain no secret, by key: {@code axon.port}. */
public final class HostSettings {

    private HostSettings() {}

    /**
     * Reads the configuration's texts.
     *
     * @param texts {@code key=value}
     * @return an unmodifiable map in the same order
     */
    public static Map<String, String> parse(String... texts) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            settings.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return Collections.unmodifiableMap(settings);
    }
}
