package weir.console.internal.panel.json;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds panels as JSON. A panel that fails has only the field {@code failure}, and does not stop the others; the page then says so. For
 * one thread.
 */
public final class PanelSerializer {

    private static final Logger LOG = LoggerFactory.getLogger(PanelSerializer.class);

    /** By panel. Each failure is logged once. */
    private final Map<String, String> failures = new HashMap<>();

    private final Map<String, Built> built = new HashMap<>();

    private record Built(Object state, String json) {}

    /** As {@link #serialize(String, Supplier)}, but not again while {@code state} is equal to that of the last time. */
    public String serialize(String panel, Object state, Supplier<Object> content) {
        Built before = built.get(panel);
        if (before != null && before.state.equals(state)) {
            return before.json;
        }
        String json = serialize(panel, content);
        if (failures.containsKey(panel)) {
            built.remove(panel);
        } else {
            built.put(panel, new Built(state, json));
        }
        return json;
    }

    public String serialize(String panel, Supplier<Object> content) {
        try {
            String json = PageJson.of(content.get());
            failures.remove(panel);
            return json;
        } catch (RuntimeException | Error e) {
            if (!e.toString().equals(failures.put(panel, e.toString()))) {
                LOG.error("Panel {} of the operator page cannot be built", panel, e);
            }
            return PageJson.of(Map.of("failure", e.toString()));
        }
    }
}
